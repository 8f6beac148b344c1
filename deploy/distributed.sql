-- Spreading the database over many machines with Citus 12 or newer. Why so, and what it costs: docs/scaling.md.
--
-- On the coordinator, once, after `flask --app cmm db upgrade` and before the first round is opened, in a database
-- with "CREATE EXTENSION citus" and its workers added. A test (tests/store/test_distributed.py) compares every line
-- with the tables that the program really makes.
--
-- YugabyteDB needs nothing of this: it spreads every table by its primary key, and ours are random or small.

BEGIN;
SET LOCAL citus.multi_shard_modify_mode TO 'sequential'; -- foreign keys lead to copied tables

-- Small tables that rows of the large ones name: a copy on every machine.
SELECT create_reference_table('region');
SELECT create_reference_table('city');
SELECT create_reference_table('site');
SELECT create_reference_table('questionnaire_version');
SELECT create_reference_table('survey_round');
SELECT create_reference_table('coupon_batch');

-- The three tables that grow with responses, by their own random primary keys. By round_id all answers of a national
-- round would lie on one machine, and every primary key would have to be another one.
SELECT create_distributed_table('coupon', 'code_hash', colocate_with => 'none');
SELECT create_distributed_table('receipt', 'receipt_hash', colocate_with => 'none');
SELECT create_distributed_table('envelope', 'envelope_key', colocate_with => 'none');

COMMIT;

-- All other tables stay on the coordinator: they are small, and some have triggers, which spread tables cannot have.
