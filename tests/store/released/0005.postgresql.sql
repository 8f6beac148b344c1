SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'this row is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation'; END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.account (
    account_id character varying NOT NULL,
    name character varying NOT NULL,
    role character varying NOT NULL,
    password_hash character varying NOT NULL,
    public_key bytea NOT NULL,
    private_key_sealed bytea NOT NULL,
    disabled boolean DEFAULT false NOT NULL,
    totp_sealed bytea,
    totp_last_step integer DEFAULT 0 NOT NULL,
    CONSTRAINT ck_account_role CHECK (((role)::text = ANY ((ARRAY['secretary'::character varying, 'coordinator'::character varying, 'reader'::character varying])::text[])))
);
CREATE TABLE public.account_city (
    account_id character varying NOT NULL,
    city_id character varying NOT NULL
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.audit_entry (
    entry_id integer NOT NULL,
    done_at bigint NOT NULL,
    account_id character varying,
    action character varying NOT NULL,
    subject character varying NOT NULL,
    details json NOT NULL
);
CREATE SEQUENCE public.audit_entry_entry_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_entry_entry_id_seq OWNED BY public.audit_entry.entry_id;
CREATE TABLE public.candidate (
    round_id character varying NOT NULL,
    content bytea NOT NULL,
    prepared_by character varying NOT NULL,
    prepared_on date NOT NULL,
    rejected json NOT NULL,
    quality json DEFAULT '[]'::json NOT NULL
);
CREATE TABLE public.city (
    city_id character varying NOT NULL,
    names json NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    help json DEFAULT '{}'::json NOT NULL,
    region_id character varying,
    latitude double precision,
    longitude double precision
);
CREATE TABLE public.coded_text (
    round_id character varying NOT NULL,
    question character varying NOT NULL,
    text_key bytea NOT NULL,
    theme character varying NOT NULL,
    level character varying NOT NULL,
    words character varying NOT NULL,
    coded_by character varying NOT NULL,
    CONSTRAINT ck_coded_text_level CHECK (((level)::text = ANY ((ARRAY['count'::character varying, 'paraphrase'::character varying, 'quote'::character varying])::text[])))
);
CREATE TABLE public.coupon (
    code_hash bytea NOT NULL,
    batch_id character varying NOT NULL
);
CREATE TABLE public.coupon_batch (
    batch_id character varying NOT NULL,
    round_id character varying NOT NULL,
    city_id character varying NOT NULL,
    site_id character varying,
    given integer NOT NULL,
    set_aside_reason character varying
);
CREATE TABLE public.duty_bearer (
    bearer_id character varying NOT NULL,
    names json NOT NULL,
    kind character varying NOT NULL,
    level character varying NOT NULL,
    mandate json NOT NULL,
    contact character varying NOT NULL,
    city_ids json NOT NULL,
    next_bearer_id character varying,
    CONSTRAINT ck_duty_bearer_level CHECK (((level)::text = ANY ((ARRAY['site'::character varying, 'city'::character varying, 'region'::character varying, 'country'::character varying, 'international'::character varying])::text[])))
);
CREATE TABLE public.envelope (
    envelope_key bytea NOT NULL,
    round_id character varying NOT NULL,
    city_id character varying NOT NULL,
    batch_id character varying,
    week_of date NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE public.field_pass (
    pass_id character varying NOT NULL,
    round_id character varying NOT NULL,
    city_id character varying NOT NULL,
    label character varying NOT NULL,
    code_hash bytea NOT NULL,
    revoked boolean DEFAULT false NOT NULL
);
CREATE TABLE public.invitation (
    token_hash bytea NOT NULL,
    account_id character varying,
    role character varying NOT NULL,
    city_ids json NOT NULL,
    invited_by character varying,
    expires_at bigint NOT NULL,
    CONSTRAINT ck_invitation_role CHECK (((role)::text = ANY ((ARRAY['secretary'::character varying, 'coordinator'::character varying, 'reader'::character varying])::text[])))
);
CREATE TABLE public.meeting (
    meeting_id character varying NOT NULL,
    round_id character varying NOT NULL,
    city_id character varying NOT NULL,
    candidate_digest character varying NOT NULL,
    figures_digest character varying NOT NULL,
    held_on date NOT NULL,
    present integer NOT NULL,
    outcome character varying NOT NULL,
    corrections character varying NOT NULL,
    recorded_by character varying NOT NULL,
    recorded_on date NOT NULL,
    CONSTRAINT ck_meeting_outcome CHECK (((outcome)::text = ANY ((ARRAY['agreed'::character varying, 'corrected'::character varying, 'rejected'::character varying])::text[])))
);
CREATE TABLE public.office_session (
    token_hash bytea NOT NULL,
    account_id character varying NOT NULL,
    second_factor boolean DEFAULT false NOT NULL,
    began_at bigint NOT NULL,
    seen_at bigint NOT NULL
);
CREATE TABLE public.office_task (
    task_id character varying NOT NULL,
    kind character varying NOT NULL,
    round_id character varying NOT NULL,
    account_id character varying NOT NULL,
    state character varying NOT NULL,
    step character varying NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    began_at bigint NOT NULL,
    beat_at bigint NOT NULL,
    refusal json,
    CONSTRAINT ck_office_task_state CHECK (((state)::text = ANY ((ARRAY['running'::character varying, 'done'::character varying, 'failed'::character varying])::text[])))
);
CREATE TABLE public.passkey (
    credential_id bytea NOT NULL,
    account_id character varying NOT NULL,
    public_key bytea NOT NULL,
    sign_count integer NOT NULL,
    label character varying NOT NULL,
    added_on date NOT NULL
);
CREATE TABLE public.promise (
    promise_id character varying NOT NULL,
    round_id character varying NOT NULL,
    digest character varying NOT NULL,
    indicator character varying NOT NULL,
    place character varying NOT NULL,
    form_id character varying NOT NULL,
    city_ids json NOT NULL,
    bearer_id character varying NOT NULL,
    asks json NOT NULL,
    target integer
);
CREATE TABLE public.promise_event (
    promise_id character varying NOT NULL,
    number integer NOT NULL,
    kind character varying NOT NULL,
    happened_on date NOT NULL,
    recorded_on date NOT NULL,
    recorded_by character varying NOT NULL,
    words character varying NOT NULL,
    due_on date,
    proof character varying NOT NULL,
    bearer_id character varying,
    evidence json
);
CREATE TABLE public.promise_file (
    promise_id character varying NOT NULL,
    number integer NOT NULL,
    media_type character varying NOT NULL,
    public boolean NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT ck_promise_file_media_type CHECK (((media_type)::text = ANY ((ARRAY['application/pdf'::character varying, 'image/jpeg'::character varying, 'image/png'::character varying])::text[])))
);
CREATE TABLE public.provider_reply (
    reply_id character varying NOT NULL,
    round_id character varying NOT NULL,
    city_id character varying NOT NULL,
    provider character varying NOT NULL,
    words character varying NOT NULL,
    replied_on date NOT NULL,
    recorded_by character varying NOT NULL
);
CREATE TABLE public.questionnaire_version (
    digest character varying NOT NULL,
    form_id character varying NOT NULL,
    version character varying NOT NULL,
    compiled json NOT NULL,
    indicators json NOT NULL,
    method json NOT NULL,
    imported_by character varying,
    imported_on date
);
CREATE TABLE public.receipt (
    receipt_hash bytea NOT NULL,
    round_id character varying NOT NULL
);
CREATE TABLE public.recovery_code (
    account_id character varying NOT NULL,
    code_hash bytea NOT NULL
);
CREATE TABLE public.region (
    region_id character varying NOT NULL,
    names json NOT NULL,
    country character varying DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.round_city (
    round_id character varying NOT NULL,
    city_id character varying NOT NULL,
    known_clients integer,
    known_clients_source character varying DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.round_draft (
    draft_id character varying NOT NULL,
    account_id character varying NOT NULL,
    choices json NOT NULL,
    changed_on date NOT NULL
);
CREATE TABLE public.round_key (
    round_id character varying NOT NULL,
    holder character varying NOT NULL,
    sealed_key bytea NOT NULL
);
CREATE TABLE public.site (
    site_id character varying NOT NULL,
    city_id character varying NOT NULL,
    names json NOT NULL
);
CREATE TABLE public.snapshot (
    digest character varying NOT NULL,
    round_id character varying NOT NULL,
    number integer NOT NULL,
    content bytea NOT NULL,
    published_by character varying NOT NULL,
    published_on date NOT NULL,
    reason character varying DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.survey_round (
    round_id character varying NOT NULL,
    titles json NOT NULL,
    questionnaire_digest character varying NOT NULL,
    state character varying NOT NULL,
    access character varying NOT NULL,
    breakdowns json NOT NULL,
    public_key bytea NOT NULL,
    envelope_size integer NOT NULL,
    invented boolean DEFAULT false NOT NULL,
    opened_on date,
    closed_on date,
    ends_on date,
    alert_every integer,
    CONSTRAINT ck_survey_round_access CHECK (((access)::text = ANY ((ARRAY['coupon'::character varying, 'link'::character varying])::text[]))),
    CONSTRAINT ck_survey_round_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'open'::character varying, 'paused'::character varying, 'closed'::character varying])::text[])))
);
CREATE TABLE public.theme (
    round_id character varying NOT NULL,
    question character varying NOT NULL,
    code character varying NOT NULL,
    labels json NOT NULL
);
CREATE TABLE public.withdrawal (
    digest character varying NOT NULL,
    reason character varying NOT NULL,
    withdrawn_by character varying NOT NULL,
    withdrawn_on date NOT NULL
);
ALTER TABLE ONLY public.audit_entry ALTER COLUMN entry_id SET DEFAULT nextval('public.audit_entry_entry_id_seq'::regclass);
INSERT INTO public.account VALUES ('036a7872378736b4', 'secretary one', 'secretary', '$argon2id$v=19$m=8,t=1,p=1$IRCm4EiGZJH2+I++a+aIww$2w0bedItWIeDUnrikBGD2Fn+ZFdWLYM5t57tyMX3ImY', '\x0492465840ee68a430a0ce1ea15231125c687a84401ab8815b38d67586b7501f532df80ae7367d91ec74fe3c1cdde4c2d1d18ad7e165e56162fd4cefdf4e8b0980', '\x010101000000083f44768a62c4d250bfd4363120d915f1edbfec1f26cdba9b633ffb80e58d94f19a2abe5c87c44315029f51be29a17dd15c55a32ef85ddb124019b1f785077798888f3c02c4c29115c1ecd7af', false, NULL, 0);
INSERT INTO public.account VALUES ('a334c79fef2fea09', 'coordinator one', 'coordinator', '$argon2id$v=19$m=8,t=1,p=1$TSFcdfXdts/0Awg2RXW/Ag$EUII0ujZQ3ufoZgE4FmwF8Zfa/hLhJLrDrZZn/uFBKE', '\x046ad5f9d198aac993aafbc43e8336fc7c470022d535e51fac57bf959ba90571e1cbee987b1462d9e7edb46d4ba3e682978978aab49ce55c1180c02d6e2d7f3395', '\x01010100000008aa87e7de6972403dc57425191828fef67970b340ae7afd72bad05fc0c8eeb93aeeba079a08aca0d6732f2cac186ebc723403cd124a7a9f1a3dd210fa8fa8086587628157d0eea566f7b9439e', false, NULL, 0);
INSERT INTO public.alembic_version VALUES ('0005');
INSERT INTO public.audit_entry VALUES (1, 1795393389, NULL, 'account_added', '036a7872378736b4', '{"role": "secretary", "cities": []}');
INSERT INTO public.audit_entry VALUES (2, 1795393389, NULL, 'account_added', 'a334c79fef2fea09', '{"role": "coordinator", "cities": []}');
INSERT INTO public.audit_entry VALUES (3, 1795393389, NULL, 'round_opened', 'autumn', '{}');
INSERT INTO public.audit_entry VALUES (4, 1795393389, NULL, 'round_closed', 'autumn', '{}');
INSERT INTO public.audit_entry VALUES (5, 1795393389, '036a7872378736b4', 'prepared', 'autumn', '{}');
INSERT INTO public.audit_entry VALUES (6, 1795393389, '036a7872378736b4', 'meeting_recorded', 'autumn', '{"city": "almaty", "outcome": "agreed"}');
INSERT INTO public.audit_entry VALUES (7, 1795393390, 'a334c79fef2fea09', 'snapshot_published', 'autumn', '{"number": 1, "held_back": []}');
INSERT INTO public.audit_entry VALUES (8, 1795393390, 'a334c79fef2fea09', 'bearer_added', 'ministry-of-health', '{}');
INSERT INTO public.audit_entry VALUES (9, 1795393390, 'a334c79fef2fea09', 'bearer_added', 'mental-health-centre', '{}');
INSERT INTO public.audit_entry VALUES (10, 1795393390, '036a7872378736b4', 'promise_requested', 'a28b1a3f', '{"round": "autumn"}');
INSERT INTO public.audit_entry VALUES (11, 1795393390, 'a334c79fef2fea09', 'promise_approved', 'a28b1a3f', '{"round": "autumn"}');
INSERT INTO public.audit_entry VALUES (12, 1795393390, '036a7872378736b4', 'promise_replied', 'a28b1a3f', '{"round": "autumn"}');
INSERT INTO public.audit_entry VALUES (13, 1795393390, NULL, 'round_opened', 'winter', '{}');
INSERT INTO public.audit_entry VALUES (14, 1795393390, NULL, 'coupons_made', 'winter', '{"city": "almaty", "count": 4}');
INSERT INTO public.audit_entry VALUES (15, 1795393390, NULL, 'coupons_made', 'winter', '{"city": "shymkent", "count": 4}');
INSERT INTO public.audit_entry VALUES (16, 1795393390, NULL, 'round_closed', 'winter', '{}');
INSERT INTO public.audit_entry VALUES (17, 1795393390, NULL, 'round_opened', 'spring', '{}');
INSERT INTO public.audit_entry VALUES (18, 1795393390, NULL, 'coupons_made', 'spring', '{"city": "almaty", "count": 3}');
INSERT INTO public.audit_entry VALUES (19, 1795393390, NULL, 'pass_made', 'spring', '{"city": "almaty"}');
INSERT INTO public.audit_entry VALUES (20, 1795393390, 'a334c79fef2fea09', 'invited', '', '{"role": "reader", "cities": []}');
INSERT INTO public.audit_entry VALUES (21, 1795393390, '036a7872378736b4', 'signed_in', '036a7872378736b4', '{"proof": "app"}');
INSERT INTO public.city VALUES ('almaty', '{"ru": "Almaty", "kk": "Almaty", "en": "Almaty"}', 0, '{}', 'south', NULL, NULL);
INSERT INTO public.city VALUES ('shymkent', '{"ru": "Shymkent", "kk": "Shymkent", "en": "Shymkent"}', 1, '{}', NULL, NULL, NULL);
INSERT INTO public.coupon VALUES ('\x5ba888d13c1610b1594623b78cdf376b5054157560e00e0fc4b1e586727a04a8', 'J010FS8H');
INSERT INTO public.coupon VALUES ('\x72fdfb116a3eae0929518ca1b664c8ffa1846851d7d53da6ce1d9963b7c3ebdf', 'J010FS8H');
INSERT INTO public.coupon VALUES ('\x7f7fe214bf1898808c5a6e176e458b28e58f9eea9d23023426853f967c540285', 'J010FS8H');
INSERT INTO public.coupon_batch VALUES ('4F4MBTKX', 'winter', 'almaty', NULL, 4, NULL);
INSERT INTO public.coupon_batch VALUES ('B86CFGMN', 'winter', 'shymkent', NULL, 4, NULL);
INSERT INTO public.coupon_batch VALUES ('J010FS8H', 'spring', 'almaty', NULL, 3, NULL);
INSERT INTO public.duty_bearer VALUES ('mental-health-centre', '{"ru": "\u0426\u0435\u043d\u0442\u0440 \u043f\u0441\u0438\u0445\u0438\u0447\u0435\u0441\u043a\u043e\u0433\u043e \u0437\u0434\u043e\u0440\u043e\u0432\u044c\u044f", "kk": "\u041f\u0441\u0438\u0445\u0438\u043a\u0430\u043b\u044b\u049b \u0434\u0435\u043d\u0441\u0430\u0443\u043b\u044b\u049b \u043e\u0440\u0442\u0430\u043b\u044b\u0493\u044b", "en": "Mental Health Centre"}', 'clinic', 'site', '{"ru": "\u0427\u0430\u0441\u044b \u0440\u0430\u0431\u043e\u0442\u044b \u0438 \u043f\u0435\u0440\u0441\u043e\u043d\u0430\u043b", "kk": "\u0416\u04b1\u043c\u044b\u0441 \u0443\u0430\u049b\u044b\u0442\u044b \u043c\u0435\u043d \u049b\u044b\u0437\u043c\u0435\u0442\u043a\u0435\u0440\u043b\u0435\u0440", "en": "Opening hours and staff"}', 'office@example.org', '["almaty"]', 'ministry-of-health');
INSERT INTO public.duty_bearer VALUES ('ministry-of-health', '{"ru": "\u041c\u0438\u043d\u0438\u0441\u0442\u0435\u0440\u0441\u0442\u0432\u043e \u0437\u0434\u0440\u0430\u0432\u043e\u043e\u0445\u0440\u0430\u043d\u0435\u043d\u0438\u044f", "kk": "\u0414\u0435\u043d\u0441\u0430\u0443\u043b\u044b\u049b \u0441\u0430\u049b\u0442\u0430\u0443 \u043c\u0438\u043d\u0438\u0441\u0442\u0440\u043b\u0456\u0433\u0456", "en": "Ministry of Health"}', 'ministry', 'country', '{"ru": "\u041f\u0440\u0438\u043a\u0430\u0437\u044b \u0438 \u0431\u044e\u0434\u0436\u0435\u0442", "en": "Orders and the budget"}', 'ministry@example.org', '[]', NULL);
INSERT INTO public.envelope VALUES ('\xfb84007d4a300378658039fce3aff579', 'winter', 'almaty', '4F4MBTKX', '2026-11-16', '\x04f80d47a5b29c5be3ea4c03cbbdb707181e5d9189796a0c0d209d82d5c9d9e893af660a58601d168d57cce87247ee03d1c421bc6b0b1e96ef47b92408f77edb7f4180cfeb6161d732ff0bc44f9dd8c35861826e211a0cd10cd35fd426e74ac7b9912018109b18ec7f6ec4b2af2c57f5fd364139b13f46ee205a223aa4ab7890bf22f04ba4d85cd901ac261a7010a6a57ce8930d3cae4a8cb463341a36a9a28da20610b06890c2faf5283bcd82591f5ca230a5113276c129ec8996bac12faa07b5dd37be261ca072a2b760c07477f9cd7aceb12c04cf98f5a81f6621dd170912a544b4d844984ceb8fb9500dc45910f3160fe862a930e0635403eb87c69183b26edcc4ff28b15c70f207fd659ded32e7249dc1044b65b5821eb242bb26d8652124e09e28c88309c04a4d0e5eab42091d0dc46c06fe8d368e13f21a51b557b3d6d9dd387cc67aecf9c18164d804f6a8153db7d7418c2756b14fc83ecb0c32ad0b03a9155bebe0feea3236b9974e9385109ca5e0678614611cfbd120220c496252162f48fcda28db25c8e93ba5af5b2ac358ed0eeb8d008e4860a90ec0ce82fddcd00d47c3fb2759de01fdf2f4bf6f2720da5e976e69088623cd6258a76e5cd08e22951ad397764a46262527277352089f5864f633cef1b22864a878bd11b89f5acd4ef6294f7a2935118c93531deab75ac9bcd033b8f3a7f176fdddac29d7b4c0d132d2bf1c4d55e1622b5402ca74e03ddefdd2eda9b6e1399e0010a8841c64f36bc4e3b24d2f03c471fb0205214b6861e8ddb426542a25a6c1fed4a5ca220068f626c39137647f8da053ffa26aa50d71d5b17f7d03e0564f4e2aeff4ce70dc57788e922532d78b804d98467f998243b83da480f87941b3479e676094d19f6b89b6752f298dcb51e3fe298d8b8b68164dad5030953ea0ef7a174be60beec1dfbd4abbb1eda3c7af76a227c33719906290172d656929339dcb1b281e5a2c18aa4ed361873b5b7e2d0982845e8bc58bb75a720127f6e72f8ea98802dc3f7c1ad1faa9207f3c3dd9b54117e9ced266e246f5ce4a48e22803c331e5345822c1c7097ed57e61518b5870ca6f2ecc48781c0890b1efc6eb60684f9770d4f259f49f1e9051f07951cc906d9feeef0c308ed1b55c9f8afa07ac3e918e9eff283200eed214cb99ad1cf126308f829089d6d6d7d5fdff539d029852e0db33a52dd5d7d20bb075bf6f57b0f1e7f46f4edf06fba312145af6a919199a559d4b4735b4bdd10817586a94544bc00fd241479bfaafc5518808ef194e1ad2b510efeccf5c971abcaa7857d16f001622206f5c7db07106c618fa4f780ba4041be192f38584fa38c358c79f02af3b37bd614df5fe0ae22a5b6cf1431a0a0dec9a9fa6888768905eb949fcef06d7c74699891febfc923fc935d9052e255d8c97993670d7409e6de3621e529b5c3df6c49118e5a9d2c6c946d792fad2a59bc306a0e1db859d9426f1cddaccf041368411be11941641c2ade719d9e5be0185fa3ee660ad3490c7993c24e933d246d2511c37455a1d1b7ef4c7049a0158d4581e35bf86632d8f0db7c822d557ef0a3e8e8922a3280d25e662f7ee6ceeb6d048ca3c4a94d1a46ab3fa4767fcea570535b6380588f754bba247b44a8a7a687008c0b3ad9913598f539517dfc09e5b0a2f6c4924a43034bb32fb197d87aee68fdbf539a5fe905e54de4acc1b8a57bf0e429dd732a46bb66224c2830dda9961521fee050a23184adde402656e67a4553d703ba5a9b4e7b58442450d04fec687f3e3a94c533d463feb170c1ff98203793756d988db5cb50a55abd8cbc7d24288d5aefcf4749419ba3377bd311256a2ccd403ddb01d4335b5323e872462940b2058c08510793a1f83cb21856fd08da01b87f580612f949afeebf9860bf765fc86b99ce162ef369dc0b377cdb4e35097329b9d31a2d33d902c4d637a8a651a6f62b7dba5ccfbe2249f1ccaec0441f461eda240726c1c730d373b725d4382223e1ae98aacf4e3c0184aa04dbf6de703e7db5d35e0c9ee3dc29a1c278f7e898e7467d68af81b78c67a17191efcf239d35ee9a20e51972602f275bb23f1dfa26ddd7b64d062214520833669b1d500e42365737ebfac4a3954ded041a9b8889bf0384986eba9089f897580d61c802dc6f3ce67122bde8323b0d7842d702e319a67eb99d3a30fbc7f076c7fe9d77a2d297a23181699f6e644d4491727874d685dcd32257dc3bcaad6941ccc07fc4c725751ee75100bd95b4a6b75c215bba16d015991ffff0169ee79d6a569ce5b6dd7a835b0299e81a099d03096c7eb52a72674ad2c1d9b64313fac05c4d4fe70f721e01474e425bc5fc76d192f324dc37cda4d11335bb172cc47541de6d04beb5bdc5285b7fbb58dea2ae42a0ced0474f71228f1810082492b4c47b41e7d3ad65d2a2a447bf1863639b1740c90f97a6738ba71963790a2804ef3be61ce13413f6f467c88f5422621aca20df5790e2f7af74e65b46210d710bbe4d4115c8a93b4298c7500c8d788444fb6ba3e2526df2b2425958dc00f7f391885749193bfa9ab024f535fa110812537352ee1362effa2bd0d2e8d7b8fb7ba32d30910a25f41766305e5dacb4afe073fdf758f5548cbfd180bb2c9c68ba1a51500021ee4a1cedd2e7d554aaec378c2aff4ff8284326be7b8942a31a3b099961cc277f64896d212ed19b47520f03434941a1440027cd82d6597eaf12b57d55ce0bdc4a35022c16a6a85e10761415efe37d6c8e632b7ba5d0c3b1c84b0c4a4445304a9ec29011f89c09b8e6cfd0bc3c60bcfd1f793c735e2301998cc55bb046d93a20fca52a70bf04cecd2d349b987c7595b1d285fd0e49bc6689f04da69eb894aef49c9ce396b4fcbab29f9f00d32b309cf1a826ebbee5c6054ab5834e4ea881e5f244ca77a3f960ed7739ce456ec39cd3dd18d17ed8cd5dd6f89cd72cf844407a3cceb22fa62806ec61c50f217e3665e82dce61b6df614e7af56399667f626262ee8c9188245efe885bf08bed7f2c6748f1a34e253b9b1b562c3ad344b6778660b764380ff2ba4b9d776fa81bcea91104290b0df2e6ed5d769cc2b82d161b50f171a4026625a67ad3461a22b70d9fb07c94cba1dd674f0c86bcc33f4c8cf5cc9174e893ae18ac3226137bc3b6670800987e62c6e80eeb16f9820be0415a148b511dbd4d5eb2bb0816aef47323878b1c94f065854bedee55d1791ec4da56758e4a22e94f5372560dd16a7f0b4887aea479f357f19d8edeefda285d350189aaaab4c6d4051e0e379b5dbb72668af24c25cc58f94cae45827f9050dd2bd187c39ad2414a99080c954e2d6680761a1f3c9eab5ee99ca1e54b41c593fe0a0dce2339cddd392d84470ce358cc2a482879871f9285bc3ed2c9e8ba01fcf62f81af99180f947a861a94c8aadaedc9096673aa7e2f6199023d96170b733601addddb7cbc0858bc234b0aa728718aecea85801169f04cab256aa935e883864c9ffbad7b6fb92571b11d0f2daf2f57a955aa423d83d20a7d9bf9781b1f4585b689b92b8e6b061b231e3ae831b3c1d7c42787bc18bceb75f9a7e0a981689253f75015658f2a30436f62e4d12ff9e0121776be359d7e4ff7bf5939d21066ca6c2967b26627c94af188c441a667e33dd72547851555bf5e6cb7d3c1d17e5ada5cf3a006246f919211930c2f54a1b596a2dfeb248db7d95ce3531ac44db9892eabea72ef79695a8bc6dfc84a0a49edda1147871cf9a78f8d3ecf4d571c7b588538b803ed6e9052dc9a5c69d35efe5e2b394f014b043074784e2ba2b128f37318a04b8e7c0246ed86ba5d162f5027d8bd5661d69042a2b8f5f30a10bb6e0a33a7eb69d1ca674591710965be86338dc1a40c76e00c8ecf9ec4bf3651c2eb0c1e40c70e91a969ae433f922de81c3e684a1da35bd000e3537cbe4ecb63ef23fc2a291162272c6eb5177a347c8ef32ec052df8bd24f01786f3334fa00dee94781e94b7985aef28b6fbac13a15995fd209af9b74cfba0fb3916e196c25ca71534146b6c4fea2a8f80fc162735ff7531b2d93cdaa110322a7b0e5f5ed1dc8f97b250e02f6b59db5c5a556ccca90aa3a6c6ad9b3296e93f047a6f1aa62b095202656bef72e2e4677db401af81400d737f2c9564ead1cbc790bcc79dbe901f7768ab0e0e7f2cef61de475efc39f3030dce629f36f727ece415e97d2cdff7512eb8e13adc0e968d2119b3c0f51a5e35b85071d17cbe27caecdd55f62e848b4728964deb63814a48534be8a008cd68ee7edab4441cc14385d94836d74bb0799b5b3c30c8a895402c34344580e14d90cd5373483119f689e46febb87629282db3502467ead6edb07c1a849069165b283d33e018003f3aca23bf2059d8b4d740c2e817eb76879d0c92ac940a9c0731525dddcd96108cdcf9a189e2a6c2180a2c3ed79109b78e2ab5f3a7725208b86cc40c9a7aaf4f9fc2117c62e94e027da5a55280b843e9e699a47e15a26e692c8ef74374a3bce64a7302336cb0bac08555c0e3c502af0283a03ae9acebb54a2af771d877ee3acf6fcd86a2b43668d20057bdb19109a7f5f9a8ec03595b96729368863faf3b1933c1be8c98be0a5da8c57ed342a46bec1e1c3e504c1984d84465d0aa2b859d43e2ae72cddee2a1da51324b3ff1ef38988cd5256eaca1418222e635c173489c7f3b104b9325188b369381e3672f7b9775474986174f53bf7c4dd562b4098c8326178a4195af321b15c03086cef93a35215766a9a8dfe35b93415a7d0a380b83cd3740485d183869fee818d00e93d01e4b8e85b9010664f26a1e80b97b4497ec032df5c79a016938dafe343c44499e52d89cb13bd5451853e7ef2e8a7197b0125fc79a10d031920941c5ad567aa2b545a09f0111e3d0c6498ef6b42e94c7ef0d1daf99dd69c671bcc3197db76c94ad394882fdaa709f8b9488189860f7ac1a1c8c8018bd4f0f05f7c0d844bfb8d841c105cd0ad8e77d0c1f0b8189f1378ecd0737a5ad2b3092551cd465b0d295cfdf94b52f694ba54405a458563daa7f4224bac871e777ae71d49f5685d656e3fdbd79eb1d3f6afdf5e479292217555edf200b0de6ccbaedd1cdbbb080c9ea39a0db6de284b88a909343bcdd493bf4ea267e85af792be23c53ef2f3fbc6260e9ef457b9d5c37d15d09dbcaa81832f028517f7fc7d6777ad9374c6adb1df145193a5a77ce7777b1ba9a797dbe83d8cc0ec51d58fbf6c79a823bab313f11cdfb5983b588806675666e6bf1b90e49e599b2ea25b128cb1681149a4a2a9bb7f5b104e168d1f6ef4773acfe05d38a9b38f11ac77ec0c6134cbf5b0edfa67c0a30bd52a220ef7d29c783afbb0555565aa0e5d2edb5906329c702e9c7ed4b3cb72dec0aae98b18105936fe48c66cf96faa5bd0b24917f3d14e6befa6197bf167004aa99d2a1c77e18d98b747a7b7c387e5c425cfcfcd83a93669ec8eef5777e76fd72f9f08169f18e420133161743628d7106951a561ef052c1b33656f32224bb88293c9cbf7664d7687bdd07c580078e7d8f1c1b45667259dd232eaf3b639dccd377200130f7554b809b6fd4faa347c8f2753adc6aff3c187fde12beeb744f5972ef19ac95f147c6adcef310c9b1ca8a68428f51daeccde033718cc347906d30cc6f52ab357badf13a022983eb6e2c722c709b0877f9001ca049a41cd06fc1d2bc9d938b16ee1c59527c9a4d49aa2c0eba62ff1d01a9b10f13fa34f5b4e2f3ff2de8c866dd4a998348c85c5838e15fb365153c19849eaac78db2ef117cd8653aff113e03a9fd68713c59b097e5a0110333dec964cff89618c1a3abba4f3eb0bce7c94fcf817af56c7e0456a9cb19b6f559227a417d2c484819692ac642ee8f2ddd9d0925e574270d3ac5b1216d8c751500a0688d671341e5d26700db6a2f3e6c909a731503b20385e281f7f512bc043c88afafc7da285c37852432f934153bc9edd956e92699eae29fc5668fa6421ba4f740c414dd31d019cc4a073444c767820719af1163d722c60e1b54bf70f35c0604c63679281b871585aa2d32473827214c72f69925a1889f298b4cf7aa89436ecc23d1d73507664d471108e2da6a5721ca76086a6e81b56382b77dff8f82a8a3b8c1891ef7603e1824c1d24c42f0715b34423a5d9e87e013e984b9e45682b9118a7068f81b1ba5c70b39a344ed12fe77ac8db833309559a3565009ebdd74c1ea2a2d5e5bf8fb7f5c9b6df36724b429586bf053e65819d1b9a908060e62');
INSERT INTO public.envelope VALUES ('\x6e239282ca14adf3e0eeac1dad7231f2', 'winter', 'shymkent', 'B86CFGMN', '2026-11-16', '\x042a74fd4bdb56f0732e0053be5cb4c13798ae0e50e34f88df480d19cb1528afaa790cef06ac0d1cdba60b11606d478bf93a5633afe88d56bcbd22195d9425a5257baba97400160a843c5e06be58f753e3c451875e11b30f86ebcc41f33e8b73333098e412ba306b62c159f51e09efa89a6f18c1f2979f8662b04fc0caff5de7b87a41a744a609970624a555df17327fce2e0755e875826128b68ca47b50dc5339399728551aa714fcf0f22f32dd91481021982cd19547713b890abadfee71c336451c1e89101036cf81e44eacecd5d01e427837ee43216bc5f857e08c39ebea09b75707b4b3d064c886934c758113b06f0ee2b94a948e464ddc184077aa3c82276c551b5596688b34f31be60772abd0f18ecb0e7127632c0ed590838af18523e86eec1c027ab2dd176aabc9d71fb78545e5bda952fb9415f9350a60f44873e26f4d4c347cac56d149f350a61bd868179cafc583055cf83b073017e66b764c0321f2d984d5e6294de27eb65aee56305119d3b71d303cbc577341da07c409db7bb3d66395eed15776cf8e89e6a0204c68a402b6a7b5891e5aaafb8d6c2b64768b02f6b2774d25531d7e70143a8ed6e645fb281e76aeb0d9cc9748f00f7dad6424fb7d2816e8db30df28d845ae2f5fef7c6817ca5c7c846d3e66aa522efe45457476db68e0cc73996386b70eb496c85e3a60a7ead1fc1862923e9f9c8ee48ea967ad7126ae1d1865c71ae54651692fbfc1bfa841e91ca5aa19680292b5ea4dd92a06d6c8e28e1e216b4cceaa4dafdcd3fa293bc63f9be79a31f26b0c95504c9477ebf486aa5cec277d58774e9ccab3c696f665fa3b7a13148c8421589a12f0fe0fddf08918346f1dee0a871332897fc9339965899ba0b64e167ce73e91403d3ac9607a77f02e9a27b019cfdda94987138ac920456534a8351eff8694d20b4fe4ea5ecea43e181e41d86bd4a7a53540e7ebca3f53a74d8771c8869807e0fbaf191f677e1c17cb1f2b12fd38aab1423608d8ec277365ac3a1e96cf965dc178c73e0303bbc5b18e3ed4611b060aadf11de3bfc66bf02c67cc232759f28fc1a5ba2a061b223dc95128b19d9600a577ceada74660f089c533bde78053caa725cc1c0efcc0381709991073b689d4fd9359955f3329376d400a8e50cb7ba612e7dd3719cc0fd26e3292a677c09c07915dd130c3d5356ae40b1354fcb7380a29f245b375a03dbacf7f7c1100b854fd6b706548be63c89d2554721b54448de86df6aa7565926c71c5d4be48f26a0c1cfbdaad2b65d6394f8083beb2e1b3a5d45a80621eb595714530399ca98521550b7a55f9cf925e142eac4a4a722f6a335f8ef9981ffc20bf1e4a0abdf43ecc8cf8678e3568438e6858e3f2c55d404026aeffbf4c4e32d024368fcad99ec6d87530c375fb411a6e8e885290eddb66dcbed39f0a072964efa38b9882f5cc79140ca47ecafb866ce9d988432d499d65183d6021e54f90ba0dc52c7b866b59c4fe18fe53861493ebf63f03547c4df1461368c7cda93091ca3cfde7a9417851a9f8c5dfbb485a09e28d2b01af6a759807a4a85c87479d46bdc6f50fa53a56d5da9beb29a7e04bb5da3073bdb55d7429b0931ef398e264634e17ca1af1f8df1ca5b4014ce1d5309305f2ec408591d834dc7456003bdaa8f00383976031b577663cc5567bdc5c7954dd2cd8f90865bc30c6bd0ec6e9fe4012d826cd0ceae5b74d56677b1687dd652232f57afb67c9239f4ee0bf51a732aa97a78f0c818cb80503bba1862b5531602d4eb349e7ddccf62547a6684090ebd1dda4e354e932fdda636f69a507151894ec0eaf507925b99d1ee84166ae9b255f45b435564320316a3cdff78799a8d0a64aac66d6fd36c683a980c0452c8cf3c8425fff1a0ba6c02ae2c867329ae8fa2ea0f855151110cdacc020b819d699f7477aa87033be4d6d34046b9a84b8e1c3a71a5c5de2ddeb47c5ea3196b577eac041628141fd70ad4f80e0192af285495d87c0bb0ded7c407788497b37db2e551f61aa25279dea057497216c04d9203fe74bb1a424d1248fc5f21e8df51067a643b115c1b969f15647c6f6e2caa6fa8bf2381f3074fcd2794f3aec97968ade1adaf6f9731e176c7b2fcc1431d0a85666b374d42a0b91a984547ec7602d566375467c4a80b93b64d4e195e2ec7ba74f05c67e82c63947bea8a4032bddd2f67d60d50eef7d75fe8373e647d9026e3dbd3048034ced16a36ff0809e077a8ffc3308a91903d7c6b2f3d6180382e5ca18829d1ac2c8efa705cac81e7dff4cfb911704f4361a1299fa187b12a53d6063e22fc1fa6e5bf85f86db701ce761732904b440f5758cf84b7b67cfc1d2eaf0090890fb126a56eb85cddcd828b644da9511c2552ec7f1fb5d1fb07c1477458ecc2d8b976d1e5de2c7b3919410b89321b1e44c78cd5f9163a16dddb7fdc07795c43a2aa3d7a24b48a24c495532c57ca84d2bf1c66b9478e8b1a7006f3015235ebf1b76844e0ca2cba60b5439eda1f3ec18e88753050a0a70c2c2f8259a087e87496e92f87e202b94ae49c9b36d5dc3b42177a2fc59c30eb78403c77b542f9697e003681eb8b840de30caedb93966f820accd11256acefdcd4356f6a3510abe0d5dd7db1197f3071338c4cc74def8a81b67eef62845bcd482b3d2194160f4e487048e9b0e32027be3ed61ea951d4a97d0c33a2c4f928ea012cf3d097d135377d2303a729ef678475ed1f8c2c7cb2e88af064f1046fa949ff0adb9c99a56909393cafd90667b665e45bbb7996e09ddca3f7210f1f2e88c18a60cd2cd216b9d599958163c273a1f072727f2e63500637d5b66905204271f0fb22500027f925f4fd6c756a5260c907d58f35fef8fe14f11210487cd2ecfda9eaab57f6e77fc4b8db9c3e8c935139b4a0d5af1b5d40de4338a1911f0e5e4426a570f942c8a0ea292d6fea65fbd83ca90f1a4c134bcb58eeaa1db5f4c7d7be3686cfed9454e4680e7aa7495118c20de3a8cda4fe9df3a0b534c111d1f6d8c931d365b9f8cd681e502bb7023304a4f0696ea4c76deedf7d08cf159a9518120a85508789d49e899aaee40dd99565238bccab210d5551ed54bb02b0ace78bd04566a1fc031c7fa18b62fcebb14687fbd0a8876740b3c68331651d9cd139f808c155c87bc28799763383a8aef0d13e4dc3f0f8d8a2f1a5b142c5e07903a04ce9feecca1e7bc34dfbd605f0d4f11a0caabbbbdd344800f7ab364c7058ee8d64d946befc9d7e2a47b4196cedeb4eec6b713aa339d9c28db89b9e754c95ce5df9d010c98c5282f78466f7dd95abeb474b136a3382e73296a08368c3923b1483259014ca8accb986538e283578661546667c2426e9aaa51be22ecea199f728f3bc24c79c467dfcc5fb5701079bd2c5bc361e1aea23a7c839931f057dee2d66e6fc650fa3ed909f50c39f03e521ea7e9d910ecc898a40b1f3fc418e2e137012ac4b14c18217848a35c35489bb1fcf3bf2902c82129866c3ef944b1c88b4262bdc7e687ebde2897468e9f089c6d0c669bfebe0aed6c22b6cc8554cdfb7560c5c194e993bebeab25dc5fccb8a8641aea86f02d694830748631bf58807f7ee88f0ce006d99603cc18080f848058d4f7e16e46927fc33466f97f94d6c32e276d671f952fbd436d8b872c3abc23cf1c308e3b00e894e550efa2dfdc7558bbd34d532a32e52b9796e1d9be40db515f22e7ffb9482f95cf807a8f9fb1ac0e6c1cd1854607e901291473aaa1bfc8d73550c3ddd0bf5496f85128a1328d456e5693220d86a0059894cd46d5ce9bcc2f26ce2260e299f2ee9ff4ef9431680aa554fbc2b381ab6c0f61e3e3d8ee11571419aed0712bf348c1f7225019d344d6ed231e9897ad496725f7e58da951b2401d7d4061ede34b55b3d2dc8e1b952d7ef52c73d55b210e730fab6379e0fbbcb4bdd50b18914f8be4cda219a8980897ff38c9f0862f7edf32ab6213085ee3a7273544f0ab80b9d14d84067f88de52d4428d090f71b574e04589ca954d3ee1515de31732a638c1f6a3e3421571769b274b0dcfd8a0c3d6d1d0224f6647dba010d976f136b7156bde856e823497d3e21749ba0e70d9f958eefdb0695c5644ee75bf5d5416302217694241d0ce0777da5389718751baf794004de7b95b85fdac9470867b2cd175008330cc87b7e429ef998b31b74f98c9272ee6788d1a3e3735601021cfe743484bc1a0e34af1af05ce46c613e6684c66ada591fec8a928b793aeae53f40ff82ae34abfe0a782b1dbaef1f7f47ddf8dd03c17d20aa38eef88c79ffba2cb1a99c4bf734c2712c992fe77fd698196152718a7147040f5729c9f2ab0e034977298c9cc83879897fafb786e1884e40476b185a70045b6a8bd5bedccc9d9a8b1e3a58c3c9899e0b3158eb3c0ad05d990f9969a2d4f9fa606c12c4329d8682d5d457a705789b12a3bb1cf12686393d6a9772854e6cf4ffb5fb5cfe3fe77f3fd400d21947bab53399dc86325ffdd42fd5c2d9873505f45961d4f60e12a4a6cf5f80655691871ffc21d6d791d97eafa7b5cc00fedffd6ccb55c63064bf3e428ca451e1e5483e6380397af314e9e9dc766064c3ea4cdc1ee5f1088968119f9cb9f51443eeec98e64f99221851f544c9a7303cdb715de28b5fd237f30c1ba8fa22a8cc3be7842369989f657f2cff86ccb12b55d56edd5ee56b18afa172135d6ef7232d20662334699c127c10887e26c78017d998347725d3d000724e259d7dada2a7e51239c5b6f5f40d5f6dd197e0a52485b300fb8e0805b65513e535ae9b3e851f5911ff1a30b72078e331fa9133a08a4d329f6e0f97bc10ec155697fceb4ea70fccc1e85c1c74b3bf724625133eec403a0aa7c41a651190b0c73880964a0b4f8acbba6aae7656aa4b0bb4cc0f32b1c1995b84f9fe78bf9c4276b2945e153f458f9e1fff3f0910a573a1d814cbd2bb70b469a38f366592cdf08b9743c7cdb61e48eb7d95d767be6d701e25d850ba6fbe305a94f836bf7ad986b7e1184cda65e9c0978614d23c2de967aa48dcc189d6ebb2d322d51418fbabe0963d80bc915543067188f79841b8beca95620edd6172a2a1cecec66c645d4117b2198c188615bdd25c3fd56153c116be45547e35339345ce70553f362b5607777c05d015bb56a63763f03c66930187cd0e158fc3759c264fd0d6a4e6bc1335d222587ad5892f08b29806bf32ded5d080b9c9bd694fdf644bdf95878ae415f7b00509664e6be4c19cd5db1d5eea481d3a91958f9c96ebfd24dd888cf5ec8dc83cad70235351f2b70b1469218210f9e6336104886b55da4020dd4fab9e023c122c741fedf85f7ce84b1fc10233d0126ed6aa69ca6ddbbf38f695cf9122ae45e4ff6397fcce7ecae0b36f5b1c196c6c0ad8380979e70bb4a2bbc67fee8834ce233a6d7b25673d226071bf5b5a9da0ea2df3096aaf5e74d27b73f614e25557cbfe4c8d1400eba3ff224458d92ca3b46c24a9e99a64d6db7d320a27f56dcdb5db1d567e79ab82a50f05f303c246ae6a8b2c825eae53e021a6976c1739bc9563b91e875d216cc061dde6fd30a6d57d25ecf270c22dbfff17c8e7b5a145d90a98f71d53e64cdff68aac137a8f4047460d35b259032f51911bc161700e04801ae7c4609abcf7c7df056878f9ffdd4c52965f8433f70547a4e9a896965f697a68a34a45ab89c74d956c8ec13ba2816cdd1daa171a743bde53aedd4438f39fb84ee4d79dca7ea4d6ea5e7fbe567325f84853abc0728466ebbfd1bf9102cc2d3a51ef67357f78e944dae557dd7818eff2512177c5233c8ebb4b85ba904087ff8b3ddb4ad19f9a19924912bf8ab2a5408f8f1d9cf60ae3925ee4ae37aa257ba763bdd67ed27e83009c8c17f87a222bb2ea93c5d7f4a4c356fc2fb6ae9ffb6a5177f2379a47239bced124b99e768feb50ff17920c05cb4c4e9d2c5a20897ab1b15e304d86fc433a54a7ac775fd526ee4577b199116e4f16df5f5746363d860b5f17be8e91ba2bde93d02cdf81f166ef373df00a6f38ad5991cc44be0971d07a686136afab5be64df995ce2a345f209a9ee57d59ee6fd1f5d1917a25b7353f8924b9899d3f547f94391018699be01fa6e4182a99e5f503cc860634cca61a6ca7b425be4be21e90785c5b1b301f6187328834e83b3a404759540716047342f6d7cedd162b3cd50f3ab037cd91f647717139d070f36c7f8063898308f0e84af67ef97b05d7f5cefb70e84eb1617ece6f9bce98e54f221e39027b2abc8');
INSERT INTO public.envelope VALUES ('\x49914a059a41df044cb89aee5ed20b1b', 'winter', 'almaty', '4F4MBTKX', '2026-11-16', '\x04236b416167f1ea6c912bddd09d5b1f64ed9ab7839ebfc7740975d4462c533cb7de38d9a1529c7a0a46bf1cddc17630b216975fdfd4fac0a44f12bc88831b3e18b9995263649416b68441ea26070de959c280ca651c3c8265782e7aa001bc566a4ffa8091dad0e38cb6e174adc7887db4676d2ffd93c27a5c86d82e053ee29a177c4049b89e23ffb138b64d2fba4863848c540423600dd94c6d7a7cfb0aacb76ceca20536ec1d625db1a77b109e28a375e85c7836494b0f2c44ac2c55cd4e02b74796ad03ef7349f7f8578386a234a6237717be93eab9b56167b1f4b04d137ba82dc14db2a64a6af5aeb966e7b361b79f8518521e444a23c5756f7881b8a7e8ab7d1035bd69a7dd661c2423d7827c5d5c15339b7b22bf11109cd4f25720fe17b1e236216ba973b9b83b5c53e834d3c3589db826a38fc7cf4a9a4f12a68b431b20a2d0d9820d39140a520d2603c0916da271b282234c2b1ccab43c06bc3a7cd05df31a0c94b793dc5ef063f774caf028de0660774f32bb14bbb8873abdecbcc69068badba1ccfafc667ffe216c9b6c1c575f4e14bdefa873d5fc7a5467fa22cdeabc9a58433a397be0095dd2ab79fd49f6490153ac943c3688523e04e60c9c4946e98594cb1886ad87e875aff1f43e7c60e503db404e59502af6f8e715bdecd5b94cf6c517a103ed11ed2e494b5c240182db0db9ea615e1b99e6ecb763a754d1faf7bf125ccb6df3119290c5fb65c00523447e6261b37030348c00c286f59eb5c5ac6436e48b78849f3e238dd2bc834c5225fed2454fd27415d87f29b1a28b3383369199d64f6ccbd65754ab3f756e0003aa9aa1239553ccf714476077e32577742906f93a37c2e32a62163172f6c5c15f17594b32f2bac0d461445370a3de3287e8bad90a105e57eb9cb384083d8c7df6611b94ffbeef9a55d54ef32e1652c90907718ba26d708170cad478a35c11ee9e9640e1a4300a2961e899da2bcfbbc358f0b0178530e734c41b48dadffdba8e84f1142a647117ab30fc03a70671d57b2b23aebc8feb93f6c3232d3916621dd04f57f8ca549d22772cbca4cc367c7d59b44d578fce1e561ecd8500d5b531d002b36b14f5d4c7bebd2a52952760923402bb2fd5d8f9ae48cf94efbb6cb97a3b25be9f610da41e91a8f90812ee2834a2098ce562e498a04007d6abe9664c3d2e72fcd65aa11267c7d1007a0859f295e9a2e6f59d4670bc7dd6e14159bb0070c3ec461c3c974a31354cc4bb1e0488d3c07e01b0e180b85cc3d3d641a676b1784f6ddffc1e6fd307a1a211ecd7095073ade336b2295487610ce01d075d8c9b23f03b3d6dd19bff2a33c70e9d5b48e342f4ade905f86e9c062e850204887f14607a68950fcc6ddbddb8e40be52ac1b84e95c2e3b59fc71799f605ee3e7636108e7b97dcd5ff89d8d4de759f223dab9d9f3be6a8957552eede805d87fa7179c4edc0a193f0a94e784831831ddc99aaf7e789ae37dfef3b3b8948506388413a4d8af716d79f63d85b9c03d644c4af10579601542a3eb9dd219e01289d2acc8db8c26d337ef825aab98bfd1eb4485f329fc242923337d3cb873a1abc99e09ef2d5ccff0b72bca1b4e235800fcd827a87d43a3aa2dd15d9d3e8f3bdac7202138abf2d2fbfba22282ee74b17feca5e011fe690199c86893a433d9d871e1a5d2498d29b844786962f0d239522d16de2fb2e7dfb8ca0ff7c81f9a5cd7a04986d06d98d6e4531374a5d98b9b178a51fbe6cfd957ae72df8afc77f40667bceaa1232e481750d6b68766cedb618f3b242fee8db5bdc9db267a7f3478f0ec49f10391b2ef3f16c5af9dcf885a640e461701b151a19f4fb56ca6fb4900257ba05831f7d16e582d07189f173d2aae6b4d1efe403841fd20fc919d09953fa9778855e13b9bf7ef37fd50ca2e68f3d72452f205c5db3ec92de0c188bf37452da3017d688713623573487fc79f8176eed1a347c4b41a12d4e5c24a0aa6086fd81401a1d79bebb55bcc1ad92d7235aaa45c7f7a4eff1e104ea32b4c77a739da57c920be6e9edc0f1f87cca5fccabb4cdaa3b3c25e92f558dafa47c2f0397636d38c35f9ddbb57847884a0d76316ea7fc887a17196918f490275285e76c7ae74d33ad95f118b9a725e9afa13e94a8fcc60ffd1accde46b3f11f5c6067abc1cd0e7ddab1e899d73413dbbb6c6ca49a653b92827180fbd818deaf80f0acbae577dc86a07a6fbd3ee8a7e4f68683f760a50476f34701a9e8b3b98c9454f5bb84d4704904b33f973d3e5b0b8272fdddf4b5fe14220101961d4cd0a702a8a43aa29fe92a4b1dc8e06cfe35713f61ec5d7467b6c882ea439fc90466126fb32581bed8454e0cc345bacbb61f47c9a93a1e7669ef9966825b2ab3af75ba33b116f364c60217edddfa1631352c83e1915e1bbc612931b3aed6b1077cc18de0bb2339d4218e46924437627b60f96a47f1d4e9929ec9f238a1953e3af0a29f55a9e168d2280df7fce2674e2cc95d9235a58c898c79f8fe46784f24cc86f143f913e74f51f42c0569fcf0aac85bcf44b505e527bcf4092f4d9eeaadcd0a7b9b7380a8baf1ac13ea286b42135979096cfed8e427290b5e0abf8c678b95155d8a90b042de3f071d948bb7aae7256bb20ffd8d6b864317acb4eff06cc95639d9ef48cf75cd245709ea4d3b7d9bffbdbccd28dcfd67d1897e0f8d19115eddfb5cfb3ab4d6d24c9f46d0090b7b306c7020bf3c224a6b135ba193bb0ab176f823b2c5b890db309f53a8edcb2ebb05655b6e416bff8eb83873ae81df77035c40fd5370de8ad2ce77b480df6854110d6fb3dae99ecd85b2d0c634f5d0b66fe1cb36ef423a7ae8af181b8ef9e2d813702b8cf7a7860024e2fe5ca36cbfc2b81727f91e560fa9368ff8dd14ccf0479d01c207af90b66beade8f8ee913ed8ea09766417d4980b4e2deafc450d4d0f8f946f602a12542fa3ac8859b333f2a98721196504ef9edb5b56464bca8a9395bdb0e8ff387531951d1a454c521c580ced704890f446b1ae9f70c31a3f042e105e46defe7c02b5b7c604417fd8d74adfd52f41d436003a78eaf75a7870eaf805264d1dae2526d1a6085e32af86ae66423470000f8ccc7ecb5a73be7c93b2febc8f76666a31bb9d49e5ceab1f941cf6d6a3e2151685867a54b5fc1ead68c8201263a79a1add94f48806e15d1ad7120a0a1e2f22b5ab94b3c742f21e1082c017e3d6dbcd306afc84479d5e0c4473db8111a843b4951d85e9ddd3d13e3efa48736d86e0f4fa0df517c5ab0ff4d72152cabc5677d79f7bcf1023c956006416f4cc3aabce3f17eb7f8f0744b26a9d3c5f40568b52d35e548faefa07ecbacb58d8090a978ef300444f00c2f1facfa775d266c0ac9e9e7fe8df95dc3125d34b09bd166f90d0a56e8ec3ae1848453e7eb7e2cee36f8f39dc9636468421ff6a5f6f133520f7cc9ef49402ef93579db1d7bea972900c01330f31639205f99158a98b2a4cb3efa82f88459aaaa1666721f245269cae6ecdd5bfcd95fbf6507c230314a6c38739be6b727597abbb58a91827abe7b1ca85ae7dc2fe1a7ad8af935f5d2d760b192ee2cc9329ddaa84b9b88496ee3b81ca0f33de783ff7c69639d634c79270ad0c94f1115f78172783bde539c8f9ebb6b47523ee024244968adfe5a8b25d4c4a4cd87d15fbdb3053ed2c2273139adbb8ce111bb9a1c1c805014d79aac13d37e23ad384fdf29bd4649b6ad53b821e74a82e36b226e832dad4aecb43b9f38572171aff47a5c6eb00c6d5b8de6174580faeba3fe5f4f5a19d53f7cad4de0b50fae441c21671e040664ac9f81d2bcff8d50b48dbc6043a4a2a569c1c44b8703a7816c7b6db5247033de01356c3fbe1e61f45f4be96e484d0d52e1315dce11b77cea934ae80ad118343ca65891fca6ab924ba3684fc9ae62630d96504841d9b63b757a88ed27ad7df4808cbe9d0e65232bda31494caed705e8bee35051f3408015b9574c621524d92f6ffd5862ff7a6dc89682a3b0943f4c036cfa169cfc4dfd6fe739f878ef09fe6c6ca8da7e5c1d72f36862e0a9beeb68081602e0484eadd0f8a876795b7bee084fcbcfd44af6505adfb56aadea9cd6034dd19e93ebb5c514227f2060b12b59a1b1a3e0707f994f520a606b412ac42200aa629662b9ef8175a797186d14ba7a74e0d1f66871cf2ff9ef3faad65126bbf604b4eaea6fa97feacf1ec02e0434c48f992d31637f506428fd9771ab994ce3c05b5eace0b0fd4afcbe77e20f9ba8a56450a14d8dd194c00db20c4bce3e8d38dec06b5741d29782721b4fe076feed249109bf074e1e5c6cebef2960a86a2b81dd9210386366e527c57c1d4b811efb4148f67149e62545b0107aa7f7f5a9b5cde22ecad267731fc94a741b902d9f04241fc6b5e96fee4eccebf6842ac191c3735e4dcbff070214b9e85ef80ae8d9a8304de99d0299ae3bd87197b76cd69059b72f0e03be89a00043e7a1c5819208f12b989f98e2d2a94dab7b079b2eaaf6a39a0c47488c9d14c5ce93d8835fdada7addad6e9f9618cc13f5ce7eef809dfee826dd3be57a98e4d2b1bade815e67e3d2ad4df75a69130af30091a75f274dccb6c8d4db13419092f37eea388c4eb224048becd6d23e118b35ef686f2f819bbff11a3f2073fe0dcef521d3018db35788ddfa14d8fd427536480f609af80e333576db53a0a2ca45109b73a978b47ace6e7d0f2c151acfd74f14bafe1bcb7d101d538693097ac6f45f32db6e589fb90ba8e899d21ec3e2311d18e6fc20f9193f93701e906a4be3c8e07693c923191ef8ae2a8b48a6524f19adc5b4e50e6fa46454597e3ce1f16461b49ff1f035360239b1168f7d22a3b0558d5659fa6fac73d9cfed29e13a579a11496ed2cab231f4176d352703ce52f36bc1acadf1b076c6e4417faaea58fdf971911554f7dacfeea2b4808b2decee556950073abe31cfabfc3e34ad62d2aace74f62078c5f8c85cead837a0bc8f9ab4e0dc074dbfccb8cdbe009a317bc76f7c730eb5041fae2abbac261ea46360938c1932e2e51f8c92b0370879544fc5d421d24a75bea63cf5f315e47f23ccafe0ab30e10d25d73a792bd86f73e6ab6141d718b833b246c4f47a41f12b7fe6bf94fa3033dee903613b51136e9844fca805f2de4ce27d98d1618fcbf0a8ddd97d908991c166b42d535b907ab895d4d5185babc6b5af5190631c11a835ad4b724d1a874e7c122f2c9a6560c0bb182eec4ad74e7b2b44a6cd352358465050c0c2ed6006943d6d89344c9a8ec6b62f0610ab5df7827e9fcae3936b403ae07de2ad5f529a40f46750a7f55c180827710123cb1265a21daec0317e5fff089afe3d951a199d076c7894df159d40d2de5bbbab5971d7f008ea9242fac18ff29c6327fece312fac52c3164c7c79e36fbdc245f0353fc10340a0f8bd39834653089107de1347e4dac44c2583a37796f3fec3b4e5e9896c821e22163ee4836a970a22676ee43efa6fa661649dc71e6a63c4f7cb8ec19b748a6c3b0a33ab3205ebae6524015e3be26c88eb2f18c0f6e7d1998ccd384ac21c5b9a28a56eef4578f7aa8ab08ec232d432b079a01e38c647839453d5933773fd34220730f742c551e1ba011aca031b1f882a1858d321763edd0fe1db17d11d22c52ae66c36605dce32d15a6279069708602c00346b7e8bebaf89dbfc94f948b4b5fbde16671e90c1d471539067736052439213d60a6b622028d05fadfbde23921c5b057bfa2372f86903da12c976a9a62d7aa46e43339239f8317df415bb590b8b9c4a161aadf538c9d97d534a67debe5588e67ae5bc12989c08963d05ae43b9ffdfca89d833420843304115633ad2c00d9b2ea23952c74b13d705d4180a54adc056b9a7c52ca54a804300a677ceb52b5e2c781e5ee97b6bbb7adde0275f0d3e41e2d5c73263c67d73489dc2faf01fe822e6a2321367c123fa942bcec058f02167e05bf86f44dc9ef9eb8b24e1adb6af8295a0546acefbd4d343a7e155cba295496f134897b6a74cc570053a909738880d7374a2785943681efc0ebadd3b9dad121d8857a09f40057399da3d4c9c42460d05688cc022be3d77eceb87702e6c77bd05d78e5094557e3bb7a0b7bd33b822d4086ae7ca78b37b566e6f0e43ad8297b4c52a9af8fafac20f7566993847a74438e58a0e948b3f60a04cbd2b51e6bf9eb48a986b5070fe1900a6ef286ef1539f54e52aac0657458c6ac722d28975cc790edffd5075f316eba6e8a4f43c6ceef3b865');
INSERT INTO public.envelope VALUES ('\x1edf8654ed23376f431a88670c15233d', 'winter', 'almaty', '4F4MBTKX', '2026-11-16', '\x04873af599e1ea03ed0b647585500bcf883f9a169d2513f222178542b984bc573550bc58ef14b0e4fef3dce9a49f349985329cbbda1d810da5690add5bb68252f4f507506cc7caaa4c38d6b0276ba4540f101e013f1944e11c68cf57f5c562cfede3587a2c5a84be76855b6e2dce0d72a887939e040d7c2ffc89db7a6bbf9b5f7d4ad2f9910316b550e0989eb8fbf2c597a31c2f210728a990b44678c47c389bd73e12381d9aec401ec7ead995f36e7f97ee09e0ff0785a54e5d75abfc759d18ca7ef1f46ef7f37286597d7e42fee717dd1b76ce9361d80209d7f1e3259b1c07bfa28a3702c9a1e7e4ece10fcce651e5f2da87b2d0f24c18ddf9ce3a439fc3a0bbcb51c429f437ecbd04daae0c751de763a6e4ac628eb163d47762272675894d3a7d2d23968b77ffd1a011502872d955388967ed8024ee95d02de8fa0a0ed5c7c7ad3c3753df09dc2e74f1a700281ceb22b550c72273a25a9f7808a5cc7ddedba3861a6f84608ae209394e98245ea5c522041436350ba9e2eec4419c302ab61adb69fc92a9dc87b5e0eb57a2f8cfce7090ab602e8bcc2578f6cc21a88f747ffd8687b924fe813608720f3220bf7255b6ba41412ab97e3d0cccf52b79556ff1312e864dbdc53154d902ccba8eef01da83596c19a4fc98a860bffb133bdaf67d6ae1dfed78d427f01ee94a252be4a924651dc9c5535d92184b83121b694b06cf022694bc319956624264e2279e1aac6a0f75d60a5724517c4c08afab704eb1f8846169b0f828e6d1235593574d56e6a2ce5cc2c043fc6f37e82aa58b66516470472c702fb36acb5c36604faec9a31870622a52fe08c6fbbfb43ee56c32de9591d98a5a7c4a7df4e4e815845d18edae06c96fc9af49f8398905bc672b1a74beb7b9b05253285d9265b56f4ed3d438a8936b85094067313591297764005b064b0fca6e066c437ba934a31ff927ca03941fb118e619d30ed233bc7cc2f53055b321e6ca75c5f10f0baebd8c252a022e8ed4ded98792ef221f9e2ab8920043b140a990f36c5e29bc6f30f2a671a601fa59199e900ae9e13bf7b96d0ce2ca04b3a454f5615578b9852eb6273f090135cdf239180a28412ea24c6c15d351a9d0d230365bb832d6fbe1f9051e0612799d8ecf3bd4ada62717fb9996ecf28061d5eff04bc61ee6646af150e791a34bbbba161a3d95a0e548bd5a9642ec28a8d831b03b50480543399b3bcac0793d32d132e0b7de660f6cd21e1ff1e61f28dc728f2b490a1b838bbe35aac14c8daeeec9a5cc5eab4de287fadd4756b56dab602d66a4978f267377577e21d9d2076795d9c4468666ac86259cbd7adee5deb59880da23c1b962e31e715c396efe0edcbeed9b19f5ffd47f54ad28d220ef756439b1be745ed4821ca1e55068324ad7afe554b2ede4a0d615e433cef819537cde18cca805af36f14d25820b8b86d3e36e26593c166deffc9482b6f23305e6e5e0584ba34680c46b322e22fd697620ddab451d60ca7949441185ae1e58a270ffc2372c1582f43a99036a8e2f6dd9e92fe95fbd4102e04728e603426e4c5463c0b360db0d7e9cea19d6ca6ccdeae7c7eb376021cc2f39ef305809b1230c56157ac213126a7d4660e07c0a55180ab535c9334e1453bb9fa72be5a415dc41aeaac2c0255afbf9f54551c2930bcbe7f452993549f82188379d419dfd796453c4321111670eec2087295694a5441f5147cd3fd1b8dd3891d994c56baaa8a00a46e12cad7a0cb5816ddba4fc9b741867f17bf7b9e7a3976ed793a202a62ce53a380a64265d04f02359be1da9dd36edf942f1b2e54eb7c9856a0bf9c5a778a2012e7a6f38ee2dd20fdc41f2ed1e71e4387ef185df45459c603e5dc90513558b2c8aa0b0b6e0b19f9ac7896b75d274990d3ee98725694afa4d665203165b4501ef95ddfd05c63973c27356915524293db528a4a3b9a5e806832870978da551c29ae1bc7eb9532b2c911f74b247240a76c8fb73550ca075af651537589c822a2c55f4659dbec05fa3ed8c9a97ef1084747e2a77a93129dda0c0c324a6d7693ea7f74cf5130926e4e19cb3c23071a279e369bfc4f9441ac1d627cc0651dcfdf8e1a75b3c62fa26f6c5b7639b2578f35092e2f8dea38ff30cce64b353087944b628cca7c91242287c152dcf7ef0795c3918b68c25f7aabb84d5fd9796807e218e8bc1cc618d5d284857c03e044ee16461d91a43cac8e37742c9f0d61dd3f3fcea31ea02b7ea289eede967c07de64d12d166956a6c0f2c84a142ea0c801b11e469aa508d1394cc4e88fed8d951ef6e3837bbf5e9010e5720bedba0933c1bde4fb481b5aec32545711449d58ce9a06adf732c54ddc576d400fac1385c6533b8dea05585e02dd6be4f6ad047fd8a6b6c9f28e614314e1880300a5e635f13af1e7c7791367a9ff2517610cf5065517a8eed76dd293f4f5efe7a3738cbaeaf612c844c29b28c8a7cb422714be741951817702faabe4134f5ae2d6ed1c02576f0c18ab47b0d0422a286672fe217afdbdbdfa4c7ec28ef2b28e6cbe026b739cea1580897fd66f60c16a71356ca06dea383abb1255afc49ed85ac7fcaf4a26a388266b62bcd283c22f96239f98dfd9ef0d48712599d9553a0bbda808d5d18b1c03d441142fd14753da25da8dc5e795e76b0955acce08fcfcc039176bf942f8d16810eda4895fc83cbf74b6e4b405d88ec4e3dd9ce33ddd61fe641106a91b133403ea2c2fc48315543445be1fd18eba97fbd5199968b74e111839b8adb9c9836acc0df879af00d01b42cdff3cfacb21c3643ac0b0ca1bc2b8e04e165e69e6dbc59ee2da8f91508880095c192245777f168b83173218f273166bf14683f79f0ac8b2e9cde60c9579d32e3ccc599c64dacfeaebbcadcff3f06b4867908be63edb8bed0a1d0d734e8de7d92a7fb2848cfa75869b4fe0fe7bccd15b8cdc104ac54a7c27ac4db85c470c19613af93ab7f7d7c9f90c5802c7a99d758d63e557d84f7ace606fc600ab03b9d6a526ce6d48039114a7393bd976be9090ca6189cca24fd120307162fa344d90a3f636fb2bd97c6032bcfd532cd816c0de952efcba88b48d196888060cfd54a4ed5a6a73ae56b35342eb76e500a28ea1c67e81baab8faa846e88736c838e7ee36b0d4e22fe00d2b1d9bc12955baf0ceb3392392418d9fabcb2203ad5359e0a29dc1b99257bc21550ee707e84b6be62bc9ee317eae2b7460725e6301b56e91b5cac5f77aac1975e7bcec0772007e6ad8e818f4994c56ab2704803b1bdff219cc4c3263ab4d74d5387555b2dac6696b2e0bb325aae28ec1afa63840e1d88a1299cf07a2905f3acd6ca3f5c861bef50dcabab673f5eddd449e096e57cef337b5c4cd8f97a1ab72ddac3954f4fbca843af47ec8ccc4deab8b70d2e155a6d29e19116b76f287097c5ae5d5cbead06034ece727a07850a086df884a086b93339df41664ad86b0c63bffa86bcc78065dce1c07208598d5d849c450bad73b5a5d7984bddf60eda6085f6b556a2cf6b2aaa935d7add83bb3905400bd9a78f9ef2d2a65a0fadfe63650c2afbe6d134bc3d98715b5de8852e4c4376f6788eb5ece84000fe635d6b6b8f3db5d94bb511fbdc391003832ed4e1268ca59ddb588e08e50cdc48c1023ce8f2dbd19c814f8456f10c7dbe7eb729d9f9eb70522bd7480bb5b410b8510159c5dc1b02b65e95ace22ce529a2355cb0867c3a659df82e8904564bcc6e0051a83e4f90ed3c7377e2588a3515d8fd4f3fd01a975a2e487f0208d4e43f808b42898f71ea7b48088ee47558af86ffe81bfc9ace0a303503541fe98a3882e7fb119cf4a22375e6cc19696bd976ae2bd41cabd7771e206e73fd3d82f5e261b414a01f54a2dd94f678ce0c5b6b77a3273d2242ce5d66b36c7ce47fca1146d82a5af108b3bca83d07dd8aae647fa6afefd0d182485181464328e318da547d800a853a388eb8e614a39e37c9b679a8d89235b22eb1da385ffc07be76e6c62b2cdbce48aafe83a1c9e80c459b3441504c67293bdbdddb8a34ed6d4b7d919b4d3e87ac2e48e5110275003597c411a6aadf43f9c72c2f41fc355a8f13057032a218e74e6be6de1ba5b1173e7bc531fdbf702452982141f3dc01f7304c357dbaf2b04dd6c3bc79f93bbfa5c60eee4abf47a1bfcff13fc1121a74266e7bd73af9b5d63a1abdb84b08f8242f5d0655d794d6bca1d5723a55403a470ed000829d5829639266ca868211c02c915fe26cc3c89b5f78d02b507f4ccdb3f28ea1fe5b4f4803cde7ea7ac10b2e55cf48b998c458b25bdd1561b75168a63b963cebc7abc40b094d6f47391910fb61df7b2c1d3a3bcfffc87c7d7778b3d97081d62a8a68e2927a8d31f91b44801f298161a48364653c73d202bc22d441c9a90c409c1703c9290f659c8c8d8087a15c13492a8789141fe8d9fede8ef8e66dcf37120df2750c1d232ea3dabfff07421e8244b0ca648b64cbf486fe50b98d143a8bfb66c3305c3b80dc3e9c221d7e8c492d93b82a522d2ad339f9596b92a0cbd606680345d5a566961b719098457d98c60f9a8b183a64e6519478d3f817ae4e4bd862339aa60e7b0ea5895414373d20bdcc85a1c2ae13ec75e5aaeec641df8dd3ff9a989d79c19fec1b56154ce4ef8760fd0d6cd4b760c518661841b46db981ddb97684cb546ee9764b7bbbeff201b8bbf1c4a005db28baa07cad72be039f8e0677f0e1e9ef3d5181ceae543d034387e0bcf042288f25cabdff039e1232d51bb0782d955a9fd308e474beebaba9737d6a9aa6773ad4162ef4cd30a0113414a7155094c6648804469d7de5cbed8432935eceaa8dec9ba7929dd25bdaac1a33c0a2b29b95fcebab054cdecc759a543fc301c0da14ace1a77b692dc40fd809a26cdfa594503b68915ad7e3c1298b4edcf855a7d74f7ce17c4f4fb0f6c23d14da1f09bf9248abc9324b22b884fc5f29ac4c53b038ad5b20aaa772a8f6a518923a70bc76ee40f9f9af5e91342dbbbeae5d56dee81e38aaa75eec208b0ab0fc3b34d53e00ae230b4004b5e37ba642ad389bc5e3d1b88f0e9e3b52e4f2afb0725fd35b12492ad2077177fcdab68effe780dcb049c0ccf74a56eb58fac3b67d25873e6b3d740f2ccf62e80438ecf34deb6e8a88ffde087cf0d168e38cafa1832ffea34ec4dbdc1dcc5f0f8adb2b58b7325a47878e306cc10620da111bc8feaa8d4afcea690a5d21eadc037d304dfa043d8f1c63596a3ae612014f1c44967b87f0cdd5178e810fb93363a4d8be1299bf355ce521d25546a6ecd727a6a9de24f35af5d99817a72ae554a2dec35db2426a5cff9dbe4cedbb60707f7f0c15ce93172d36a8d27eae13236231c73c5fea69088f016a5e133b7884508ed76f075a20abcc65eb43a63b05ac58e8b8add2b8ab390f10cd3da918cb6a82c997124775d9c97ccfb379004df142c1397636aeec8059a7ba3d4ae571255302ced89f6ca04478d605818c7389ac0c244cc9df73a49701b06f8662c97ce6c6681c9fdb832b335ba77a22b11dcf9530d69f03e7614d11e9dd5d73ce4cdb5154732df71150f879ccf0a0a23cd36679084c008c508c4cd2b3af90d56e8aeeda9e7f81f14712538389c7fc5ff82ff8fb1372dd10e3b293a0f7db84c06905e231b764e2e620ce3b22b45e0ad7174d00f1d94b8dacb362915fa89cf68befdc2ee5ab07c629c0866f831c4cd8afcf1bc597690d4e574e790eb8f03faa3513b784835d2d59f195271f8da5d56f86d99afc27fe4d055666cd678f2614f7542c28142cfc0255964eb8baed54499558b310259a8b50eb07a4d5d65cb8ddc0ca4a96c5429b05c3112c432d5a254e76b6b5dce804b34d23a5c5ff8ed572fe0e5e7f39a12b18445c224d7c98280695a0bd361d056702ec2a6197b25e93a17284639eb29dc6cca6e52ee19d831ed2222e7fc6059cb74b2421e8ef452099f6d92b13584d92cc312f28595cba87fdd2ab11afc1da7d2c54bc78a0003ae63c37b4210c3320c9a710b839219c3f1ac3e18fa21559e6640d2bda4e469fe236a589dd1521ac31c208a55ec7f5a2cd7ea74e2f78700708b1ceb874b3153e41c5d98cd9b4c25f904d21c6c4f56ae191114ca06d69d793e44873b3ca36696f8cbea1fa79195c3abfc099dc936f8f51992a6d51b210ee109d8a74250cc929c86909c335b8fa30c8ff987699d0532c8d5ae1db66180474cad7ec1008fc3093e17a88576b01950eb3693a1c3c5b084db79ee319224899119105a9d0622a7a8');
INSERT INTO public.envelope VALUES ('\xb31508d04c953e19644dff0ae4cf1d64', 'winter', 'shymkent', 'B86CFGMN', '2026-11-16', '\x0491310f81a6ef9fd3927fb1405dc673c66510d594f9aedf8910776157da5f70fa3b0b98fdaba352b271a5c755c58086cd0d69d3cbc6b8b07994e1a07798aa2323584cc9340d4996a570c369782aebd8c58ec02975be9f27111e8a3aa77b4ee642bbfb567cd84d7471efee0e9cee83ed451a5c959f91b8b23aed6834c9454feefa95edf8d36cc040e857e7d7c7a9771f1cbea52ea2e636a2f01fbf6a9a8641540b69f6918a3bf4c9ee62a270ef14adc52e78680a0238062004e8463ed36bbf2f7b5b08426a61a802a3ccec0e7e48d56bb615b354c803f58a8faa3cce9338161a13c59cb7cd578ae98f18a05dc80e575bf9644cd2d9f6ccc1c7ff9b69cf3ce05ab5504021111e3639ca1d2684cd3f30036b6353f5b59028d5cdaa53d8d060f4d8b5a0a8e0749877ce948608661c39c54eebbe4ee55654ee22100acf40330dc4a231f651025e42f2633d4ea24b900ba422fd57706deb029437302abceec9fae0693c39b8e824917ad085e87a0467097d7abac42e3dc14f6ced65c1541713bea345f71f46c8376ec9bdb2d03dd0c315ce95eed507fabeda0a81fa941e48ca58aea202f120b281bd724a03fdba5c35ae9e9c50a8cef27bc8a7ad592a1873632bce8d8816e814298f2ae956e0b735efcff2526409140e18d0ece56ce0d56c0ef9b508a2a7e78a51ba017ae2fb29eb5f946a39600ca8488308a50a8afe9eb1862af8fa1bf9e41b65d4185a4b65fbefe5c11f03b140b4f84121dd4417865bc8465c6ac5e3e07013e53ff0becdb034e2bcc3321959cd319a8dd36357b417ed1231b5a5804723e5ee37949cfad89b6e8374c52866434c12ff678662386f2eee58e3941f4775f12b0706a847f52057101a5800763569c1b58386883e1355e9b1780e6fd64e19c5453fbb302e7ff5241b7cfaed29334f346aed230b845b34a62de6e58795f385775d588affd2b885a54f31dbf813ec775acf43285d70a83e9f150e6151b146b2c8e181e1c9343dc0758bd314bc1234f9d233a820122578e6319a00c69e099bf9b769a7d342d4e5e192f28206006b89b69d5bef8402e121cc531d643bee93b89b5ca7ebf0d13951a75bfca803b4a2a3b44d07c5e43b0302ff78dfa48ca5576a44ba5a46cb23767a34c74314a879bf7b88308851fddf525d38200619076e4a3134b554008d3dd8cc620cda7cd0942dfe8a1d9d70ff9d446c8e7acb97d6979aba975b1814309986bfeb7767d244ea688375244abe92e406b8e45a4b95ac93af458f6d24a7ed3794210c9577c3e0a6d40cd177df4d73f232335899678bc0a7f098f6573628eb8fa25896170f96d280f301d6c9b5bf0eacec03ebcf2ae0c843930c9059c37cb61c3a33c32809d4d9dab94e4f85052e8a8351db8226ae6618652e2547a301f6d2a1e16440899a66aef9622cb266742d91850898c291a64d19ff67f0ceb31fc7843b67a49843f2a3989b45bc62933bb0cf82fab6971d64d759cdbe43f8a7845ebd80d28dab8da2ca932d9be51c6da82da80103c2b6fe0631c5dd8a137c9b321f8fe64216b6bdbf6e967736587d021bfd6d2ced19e37bd1db9675f4c9b41eaaf269034b8cb5becea1c05dbd4eb1f4d0829217ca35526378ebed4bb6b33051f6624e1b2e0dc20e7bb36164016f013b8fba14bc86a5c2482f48c8242adda77fe5f569651be5922a6c902851394e6d511bcefe8976ad0f00053cf7f1dca956b3302573045968c3f83c9e0fb0fe4820db668976c6170f95553472f51e278f342a63f7f1be0dbe4444800f4c4f5f6c869879441704a6eb2d255944dab262e8f821aa4605acb6143db85e2cafde642d15e0110ee3b4342914fa36cc13739135f1c01dee7a1e90dec8ce5d1bbf9c21fc29266a167042bcbe9ae9019db82f41fa8de363df3f06f55249647654340f0982a75748bcf3819f20d695751acc4a5295bff1c32164105cafb8b9f6acbb0adfcf15767702725edfb922c5f164389c978e35b5572b4f422f5a0b09c9e7da2cccc2d1ca515e2daf653b1e147b5692850e8d3a14aace9f9fe8d5a2e9714b661674b7735f8ed96740396c5ae9ac8f16c9e17efd368b5d5dde906e6684a6c48af327edf4edd3ceae7ae54d72701dde50e95bd17c40cd867cfcf69cc56e793f0314c528c9447172ee6fdb8280f6d12b7f1c4e95ff85885c6d800937629ffc0f64ef6cab47fa430b528337fb1ac2615fee9adbd6ab0b8640f17a30662ee5286c8a29dfb63b73698d556375c03b55235ef3622fc5729973f5dcf25e4dd6a0367062705da348922b5202a62a398f481d3247e51cb9647f5b0d02a989add310812e1bc1bf9ee396894f59ae3a0b5b6d113c913d544e950317f112e666e810671e87c951616475037fedf3229221c0ec5507e6805bba950524df330952670677a6a86456434ef35f7128ad22ca41c21394f4882078ae73c844474862d3ab2adce12619656ff8aff90e2f8d204784a0e31cde89974822309d68966d9b7e1c5e90c5b66fecb8977fc09d745a59e283c2518ec2923b1dfed3d29f6ce599e862c9746c1abf80744cf32cf32d2744bc3805dbb229aaaf112232b885e06c8c832f9e61717de5ba9c358c090242a65e166a3db088a9ff647c5312341cc686c0989cc9b0fd07bc039b036a2cc98e1c414d3794be6bd110454cd793abebd962df7336f1eb5a4dc3d1e95ec7dc6cffcfe22b794fa8bcc6a05296a14666e8b494a0e28bcd490bd78777e87ef5712cee63fcf2612825c3498f609acf83d456a31555b1d98422bff2ef1dca422bf97d7b9cfe72a455b632694f228dbfe72097043dd27f851bc1201422d4f12818a445a08f8b907de395aff8aee06a5bea20cf23131f496bcd71daf0169b9e7640cff5434b2673d00aaafadb341785fdca0c1ba788f7f157b4dc5b8e2e0ea92324322c707abd557735c4fe81f762efa55685d12e516d6038d51fdc969eeb107fab2712d819683b9ad531a1ec9faaf4c8eb82f0f59ba4ac100f91f36e043292fc630a19a861e8abe3530a3ec833dc9333f6cc08821dabc848c3433e1aeeda95623efb3fe82e14a0c44f1b0d0ecd30e6fa24cf5dd9bca0feabc8500fc51d01c4228fadd57b2f1f8326da474035c0ed37cf11c1908f4bfdff5c0d5883c9e6849e43dc65a8dbca8b1cbdb31030d89bad0a9cdc49581ad552e00d638d67c20ad642c664baead87a87c88fef63e64eb86c28af50e2fd50db3fab2336ea119363e6f7a2ca12b7deda85539776faa746f7a7fdfa13f40a5dc9f9a8f52b2d01b26f90eda8a37f6cca0fc7b5dd8ef2182f2046b333f1d293b55d41ac5ae8b814f4ddaf0e819581b9206dc3def0ed7a8fb91454b659982a00e6fa018b014c31f121c7b234b555ead4ba888cd04741fd5a5599f6e29d3c8cb3e9d843d20ca0c989ba634ac15739ff51d9409a6b90068ed03a8f71da695d315c0c9565f76c8abfe950d5376e96c5b3f3fec64e64b8004075746742c2f1b936267562944793cbd10b3e7ed5099600e7e401d43add13449c3027e6a9e4fdeadebcd1a1b5a335e98c765536a63b55250344f433a93552c154bebb45ff7da05fa6cbd64f15b08e2663a86b523a107aa27dc4c9c2109843ced6c2de8078ef06fd367659ee8808a4792504e513169197ef88086395684561dcfec653b3db05f6d93ffcc50f85056c6858242543aada73a004434b36647a651ee8bdf7a53becf76f7cefa2751d88302ecb87655ff95342cdadc9bcc2c8f76463542deaeee3281801dd20b55029d7f55efba272f42f038d17ef63dcdc7d42ac153bcb0100e208256a048d5def0a5fa59299babc9fca2eb12c1e96fdc62ab3086600527dd3854dbecce41beecd7394d6889b5f5a8d2847c3dfc83b497ad0834e85a07832064cbae4817b1f033194251432f6f2da84d46c217432c648422bea60efb52d74bb4eebe6020e576f8d881b14f0c4cf531dad04cc921d785caecb8e12b941242007263c0ee5b694b309c0dac449a639f8830d4f3acc6969c031ad512396d97d0f7d66712edea5cd5f3b784308a9a7b67fdc8b3863b9995bd52c4a497efd8460e4ba7bfce606eae24f595ed330aed8358672257ec61481ebb49a982a130c2cc6ae109d71cbd2dc5710ca94155afb9237131995c9652fa518ac719a80e6ddda9a5ff8318403626100c466ff3572ac38136463b81f4950d8883a0add231372c2441aef713692a3e4b04b278822e9958a5fc155485fc5f04b8f02dd1db1973e8607e15555cea372f988aa5aa97992f85bf835c2cf7e50423a3ae2ca13ebeb61697b93583f8f203006b72b3677ce346c629180cb25779fd0412358379460bb2e2f26fbcd0a75e35cac042e6dbad42d709671bda433eeeebf8bade4290b9cc3ff06e7be402d0c84afc4407b063a1803ec58e168f2aba2003848eeb729a5725b7d94b555a78df28907fae30c527f6e6903636c573144e782ebf993c8c790f5eb68c17ccf2bac38ec58307bad654d57e328543aa9b8a3206bcd8278522fa00867ae3e1fcab90a40b9505ed376d587832b1be0dca63c6dbee5b2777b68354433078091f54d7dbb444077a3ac9d3a1e4ce77973e4f403bb5eacc4679ade70a523c986d8c944d476098c8a808291831179ec791a031ef5f072761f46923b61c1e97a11b0a1cad3cb73b0718259fded9c61a1e254444327b50db1ac3554fb93339342d96ba2ebe48582b8ca591fc09eddf03201bb4eaf30e918dc063ba2ad417a998b9064da0ff9e99900022640e284a0fb7e2c374ac31b6daeb3bf25b5726370a129c973532a1747b080bf6b3e1ea74dfc4d02c0850ca980377d6dee4a82540e6d4a903bfd4cf20b1808c569e599c81c2df24dea7c3007a34f85f0c0a1e094bf71a67f1074d399042507b19c104634f33440b3d61a5736a0753259dfa8f25cd94a2d4e5229753d87bf1e3a39a74a932b0bfd1f9823a6cb869c12eac913b961e8234e2e764f1e3ebea0414d76723a6290b3d6a3abaebc23b5918bd432cd3ec68310c0fbe3a0911e5b7f3f309c35e83454042fa308811e1250abcac65be3362b8853cc2e115334c246ea9392080f661946c1be829240a9af611f72d2943d9bf72163279f4d29022592c970dc689a0fd9bbc5a3b837834e30afd9764110e5f0ec1d407ac54abb1027f73467271b2fee49b358c7a10e1966d8e216a296a1d8ab671db8b27cc199ab802697e4b9b9c71fe400f899e8e819d19519cc7c2988a139438f830eb6c8d40adda72321d0d2f516e2d1b394b9b61c8169bc755c2ae1d2982837d56040e07364e167bd12210cdf3add6f04c254c1315d78f47a93469b96efc72460c5ecae2433222d22fac312358e851a4f3e5dded29886a35ce4fc966dc69c403684f2b9aafaa4d1432824d292cba0787ffec725875f473f510b54572ae6c6cb108854809eee366c29370a63399c70e62544f3936082db9fd9f3fe5eec632bfb982724af8111637afeaea3e65bf51c8960251093988373c6437c62499efa1eb2402085ff21ed2d572a1515ecddf5a26d5e5f6ca1fafb8f1b580d8d749e160765e2dd6c21d3bc96171b95d03470b3c81a146a9aab00ad3f65361fbcf3d459ddaa8970dfe0a9e0118c7238b7e06474630a018f617518c80cd3a276dd6d38b114b279a5b122279966013a8d88a1b298e6e1a35bfee5e8fcdb9cc0a5a53827928d387578077692fe4bfe3387e8e5c50198891dfb7d780cd22f772751c9fb5a2f617782c69ddabed5a24b0f06dc72a89617be6f27622d2164493f908bef28be63f4ce51c8bf6b2001cec730a8b5c6cc75ae4c100a3b83f9dc71205ead7b0400d762f21059406997b6cbfc2f7940f0e30bf2cfe61941acdb8c4a7d8495f34efda7c70631504e22d75006ba2e803246df64800055f53173f1de70faa2a8932df0668030e5a040aa1f78702ea92d03a77aeb163ea42e8f3159ba731d4098efd9027cb59f3aeb27a106584b5951282801ad01eb61355da292872b1590023fcc0db124e67cf9a2789afcc7d43785c5dac3215d40271a4b62d461c8c5566654c54a4481a3f7e252144e9af31469d5c0252a469bd4ecc43559853d4d0ddddd12c7ea7355956ddcab82684bf5f6d722a6f7b7e32a8545368bc7f883de8145ab1616a67bcb2444bd42a792a0d15a60267c0c62749c5596a9b1d247a363da57521f4f84d0bb96aa8ffbbb560c32369171e4f88d4edb90666c5d62e5f853cb45ab7d719686e94178df2c9f580dfd91b1d329198debbc0145889f633cd847e05156a92a');
INSERT INTO public.envelope VALUES ('\x6f4854f88bf33ba3758c2c495fc4216d', 'winter', 'shymkent', 'B86CFGMN', '2026-11-16', '\x045eb0864430ab68c319e051076e5fc4a4625ef00aed921914ef4505ca6a827604b8ed9a5377fae5e2ec22a610caf19a0141ba375b3f53f32acbd145bb3bff699c5dedd4c9f593ac84c8e42480279535093e1d1212eb893ae608145ec39ff1400e0fba7f22c180a31335503b2a1d07e38a7bb9cb240491c98adb76c9240c22f8be4b161d67530270e0fe5a89a8c2402cd236a025578e6c9338fbd1bf6be06af339ac74882e71e6af700e08c5388fef9f0499798bd08975335cb67c8874b0d1dfb5efd47480b2547968c2169f51b7183c35fcc45e0d25cf5404e2a65e119f354a650e925bb6b903a0cb94b953d7e67512ace8da5e074069f369630bd7c8c091257f5e8efe1baebf6d17c15ff8ab7cbfa6f798e0c6b925d73cd4c1716acbe359a9f49987afe0fcafb467454aa89fc13dda9fff21c69ae18cce48912d83575215022117f2554ea4a3fd348caed99cec29b6445b86fa9d81879ec174e03a8ddc869764af5ebc5459928bcd8ca943ea0a5d090b0d78411b9ee971ff2384036231299f2623efc9f3d34a72df9a5af18f0cc3be995ecf527dfe29c7d0b581e18623de2ef0dd1077288a1da2cdde0b54db4849825c3b5a85870eda3ddb541cbc03fae4395dc2f4521fb512855e35efd4bf245049c92366671155d71fe24de7a382b239260769ad5dc633a1fd021b7f8ca5bede4939c680357352c2285a1520bcf444804d3bcf610df34b1106082492563e9fdbe0e1337164eb80e993601732a2157e185969ae05593a306210a22cd5e4bbf573c084e6166e8a3fdfb9e2cee27785e151d235da4c37cd0b996ef3ff344c1677414c954cd24675203626459bf07188cfb13a70908f5a743154e973469f591e690f3fb986b4d64f5d721febd5fe219a26b017989583101452c7462c618d2a1405536f43cb616ebae4c59a0fdfb991ac5649fb02dc68441db34f5b9a5f3ed38043404fc1770cc6918fa9347a18f70eb2cec2384b5d4ca055296553a7a8237efdfde760def5693ba3b0d983569412a8a27b974c939b6076e1c5deb6d52f5585fe82ed86dca52eebd7c585567606dc2001ce5d5fe9279a29b6117eb2d9eba4d240f37a646880ad6fbb150f486e2c7d707e166c5c49e949b9dcaec82e3363fdbdd839a028edb221fac7ae5768652b29c744110236fc7e8fadcff4c11f880d587c34f4d0809e10bee069482c4a4c95a65f6578765007fb6ac5ba14b5ec19dc1f6a427de2cf0326a41618e4a4c7b9fc46159b932a7c75be6db01f9a57bc74e7c1a63e78f485d92f17f63fc223cffd2c7bd52db71600bf4028fede7f19da4c9a6623aef3bdc4b049386d69587b8111983ee30ac6160c9fd86b31d54aa7e6f99183d9e9cc65b3edef4ad508e6125a32798cc72f4f304e5a7de6b04f1cc3c56872a9e5c59edbee49e02cbfcaa340ce064ba366add058120666a2dde860d1259b38f27eb8a145803319e0616c048f36fb5213911b45d67205254f7d78562f98e2e35423072d4227618d0a78bdaeaa0feb5064683621f59bd8a8e534dde5e97444dc579f66978476b148ec0ecded186402b1d494cf0740faeec0dde690928140e3deb0ac20319d9d9f9d77a427444b120bccba551ceab5630912522e2ecd8ea2c75ab2a96cf5d700131d184b5945b99d2b203745da81ef512bf6a0ba0e6a0396f7449d3871ae5f37d09a63cd91ae9c72aeefb590886ada7d0f072906c41d9a21aefac2a60e06e6ade97765d5e750af00ac15328a6d9c794a0c13b003ff29b1363d4e67d927527ec5e42515dfc1c74688efa262c4af26c3807fdc7a5fb7dfac34d9e24ad0ad0331134e65af5351a25ea3059a3d0628b99bd9d7c8bd9d510c85dbbc2a25f7a06dfd5bd20c28927fe466d1804962bf0fe599cfb5a508d01ab64a7f00b48f3e4df0833147ca2b5a9bfeb8970844b0a647a325b5a6a83ccec76402b900da64d81d721a25a6af4d857a805574462f4d89bbe6afcb78cb8c4a0ccb1a6f6ab4312e10a34563010c66e72b4e07790ea1d46e4d8e0a9cc15e61a4f9de7ccaae662d8d198adf9231b6693b33c960996aaccd63cbb72a0e53ded00c26921f5e0072d70ba1611ecf2d2add4100d1d3d4571dc9bb161ef51e815aa850aef4ebf8ceecc8be892e40f3056b0a85b78232fb0c71876d85fbdfcf50463e306fb20a32bede0c2771aee73c97231e8737dde95332e3721df1b07a4cbeb8de15069c0f44eb5cb43fd74ab2b4fe95d9e9b0b543244a8de57554ef7f873ea237c410eebfa8a2560625102b6084ac7e054d7aca87223c78b2e2f828bb65bc9683ada1576192bbf9344b697d792154fa2536c04f47e17828e61b507fa28b89e23f9ee12dcb1b432848ff1995cfd56e24572230e9fa9a916c3d91faab40357dcba5f58f5756e14aba99bd145d1b9e3ae6d2036d13ef5e8d895e63029569269cfbd385ef52bb09ca8906bc1563912bf653eaab61540cb829ec3ae13e1f51cc12786fd1c209f2e2aa329bd10da337c6f8546a4835be83fa13fdc72f7e46a8f2661410d8dccd0e17124ef741fd34e9d0f1c9f923dcd0da7ffdc32be266192fa3bab04c6cea0c41b0c6a6735f87ad2396e5bc7e1d8ca4526c17f0f8ffdf4ca96013c45444bdbc264d921c29c99d1673f9731b38fd172816f2edc2815f44094108d531f6c0f802c528bc27376e0c755f2c0f650d3fde7ab92a5ea5b8a8de7ab7089a2fa16843f198c8a9a6b9ef408b8918aa47bf2f21966a8c46935cf2bd98b218c2b5f20402e7aaf2b34d7a0d53a361cbce7105a452cc4eaa5e1a272eb949aeaff18ceb2ed65a79c395d16f9b74ec7b89294a7f72306b9c156817f023fe7e0fec75e2680c32fc1c30801fded568a58836f9096c5c46d2933fbe2772f902f366ee9e29cfe6582c073dac338fc34e1c8e5b451658cfcf8951f8653bdf909eb2c12395add731f0f0831bfa048b0f8661a6c439ae7f028f06c6c5c74271a9bd6e7fd1f12e9fce9d85e5a7955024f212c209cbf7ace50bf19c5e5cefb0ce4c6410866daaab4eea774220a5ae6760f388bac394e0a3e363f92e6bc550b00170e0e9a217078acbfaecde16a9eb23b4a85d771b4eebfa339a26a3a556202bf9f06e5458b497d6eb87167b90f392e08237602f01fcc8333151546ffea6d37b47739281902e7dcd701a70120eb5c51f782d1b0a15f504c178e7b27b9a7202cd2e37ba295858de035dc2463258988dcc670a45ca82f30723ebc5ddfe09075921226ea8c854235905fb38bcfe57dbae9789c60ead1d1130d24706c419f22719e3a3f5b75325f1f97f6791fe8a56c763fc1d08e54c30eabb804d589dc7fea07259214eea2e74f3515b3df710e3031be536b1a09f0b71b924b1f8fc988e9953f0058cddee156f55136e2616c27009e9c950676ead89b82b8d35195a7900d659f34fc6e5a4847e232c15757dbd8dd43f4fe699e726e8f901267f41229eb277d514984f57b38141a2a061e341813354b91dad4fbeffb4829bbd52a880665608cd6dc8210401ba5dbb5475218f6ad148205765699e891239de7febf7a94ec2998ef97c08a59e09823e46e6b931549fcf6c70c2911adcaa2a28cdb28ac784f1135b6cb4c942a39ec983928091e0771cf4cdd1f551077674853b9c1b41469c46d2eea3c7dbf0435597167c7f511c97b3827f4f9d3b6a2dd4cf92aa072add4aa3bb1272cc24c69d94f227179873d7970a9a7a630c6ba4b5518139e2b94037a504a356915707fa8c465784679ca31f0bc41d14d7d16d06638f2cfe8ece07558b5c400b60ad6cd204155ee2f3fc0b883400e47695c94416cc04bc7e600878a4518c3f7f45b007f0729b59ac6466e45169c86b56ecbc90ee4afec63950c615c86e3a5cb1b60bc1fa2965932357968ec81afb966e5833804f238804bca89c5b92f1e73a5e4880d3e4d592f312567ff828150a5a838ed5b8aa919d853ebe3a045cdc906e140dc787108df86b15485f94daddb75cd159757c64724015cd7f2f286765cda203a63579e27afccdb373d322bd8fb57b546dd5609468adb2504360baa0142e413b2a9be94fe8efa3da29a488be5cf857a2ccacbf5a322318be0f989d6fcf82381a51449127ea66db97f7bc77203b2380ee546bb721307ce175930a0663df4f150ff17d4755be64ae4d8560701cad26c420059f169915589d7d911fcd84bade0f19f7aabd3924acdfafc085c54a68a9569bebb6bdd262ddc267d1ae9efec7fa7995ffbf254e945186981e0b61488cc235f118cd27463e5b8f1392b23a53a91c4347f6d304b94a4ce98bd460734f89071e6f886262c2b1e447d3a52d7d0e44413fdd71fb8af1cc81da2ec8bc5360285f3206d5a83a55f6f89069dfb0fc772b063fb07c961a87b2a24bc37147c95e6cfd1282442c5ed90ad5a553beafe63301ba7db80e37a8d84a12d02e74d4c098fb3f3bc837a557fde9d701f8b4a72a4eab5cf83658d4ebd287b02dd528e7fa29e24063cc94cf44355a6db48285c2dc5b30d39a31019b79886c16a9abb0147d92dbab73fb98ae4e09c5c68e5e23609986b5d5c31634c8f7526af9c4e36120e307a312a29b4e8ecc6d9215832a7d6098fae712e14070aaa7e48e5ef89933ee3bd06add06edc5230afc1a4bfe5978577c158b3f0293e7b93c4f94f85eba730b7ecc7ecf472ffbd5535636cbb74decf060823f26c96ec6e77b16056de75b1c7ca62122a7123a2d62c080a57dba9a836a05ac7257fb6e1fe606c844a7a389a27bf2f1670302222ae2b2c472882bd8c314be60ec0431798caa2b0c9b02750123ef867e9d9326ea2b52c0909cdbffb630eb25326e67e3dff7f320a354b82290bf7dd0c5b5e699a39b5790dd2542a9b65d38526fa46fffb1f829567905cfd50e3686d351c63c7824ea2e0773f7b9b81b158a528eaba364e481b9017b04a2f7cdd30d8df788482d3154d0e9f0df74f0c3ea5f913e7dcef83aeb34e1d4ceec938df97d9145b3ff05facb4ec4bf83bd79c22e6ccdb156cf6bf4fbdac8c0e6dcd9f170344a196c42aa335e5d3ebeeed6e7ff4ad114e6b05f5ba6bb6975031239ae57d5e814e9101032fb0d949113249071448c765cf58b9584748aee99bc145a057416b37b6d6934366a58f50ef4e22921f898bd051727345b7c801342d334133a844f7ce5969a37033edd73a14e4c61246fbeedca0605371bb10b7a68d4c2e6b7a3685a1e0f52bb2b774e0037e73a141f01e3c2589d7858639f4c7c7e08d6b581744f3aa3e8af9d00ad8fa632b9ce6b39a278223d438978fe9372093901418661ac7754624c17ea94836c91ef53c9e6a84e16a0265b5ada146c4918d4a607a36ccc38b45b585e15009b005509888dd5a73901212c011075082d0cabc6335e8f86c6a2cf182fdd2c78a781d6569a4aceec5a604ab38918106b4e941a01ef15fa84c5a82f4bb0efda79cafbfcb2d87caf333a6a9b7c01de72c4014f09ffb5c59b15dc52783465544e6be1ce0a718028685f912f5c49c50b694b593e517ec083449f1fdfa9b663e532ed95b253edef8ddfb9577a281cadd13343642a2f31e5dfab233e04322eb5dc11558f5ea8bc4c18d674ca4d90c0279bd57e733b2c4ca32399383ce1d61440ca0212960edb0d5ccd770826b6316688e4cdb46bbdee5edb5f4fae134e80f1ec77f53dc785363ddd66b7032b873b10535046a450650da300b72761b952eaed7e9982d9b3882c722cf409b9591ad63755759918aaaa0f4cd482817c5cdd0e318eb63fc1d0d16d0586cebe5b34d2085705fd99060cb467f2da24106cbf011594978068805efc2dbb80662b33cd890072519370ce96bd16f9da00f1c60fbba5e6f447589d7ceb46bcb650e951b64d5beb1c7fe11216699776767f0fc55f1d658b4665c180d887dfef92df0e5ef1eb9915ead36bf56272753d34be54e69f00431205bbb36ea7d0fc1eb5d07b06073617746ddcc9a2126836017786d3685893bf6d5f567c11316b2d7b8df8694d17fe37d5464c2318e567febd5a6a113ec6601d2bb1f3b0f78dc494a1bfe4d215b16182d735414bf796ab54e19f5e767e4ce2e21a7e3ee655aded8269c4c9050534d1e56c86168a5bbeeb14ca2c42a1f0a23d634f1557c87741f8b389fbe725e05e1aae8bbbe2d4347c9aa4aac67606f19bfd4ac6024d60fa0db1b2405196210f0e46804aca223afe94756e2d752af12643b355a8e835ed63d429039062f1b8661e823c3a42c64a47be0640c66509d1127d6d09b2bc92f3b392c6d603e95b868adc6a');
INSERT INTO public.envelope VALUES ('\x2e5de0a315bf84ab1c891c5b7c2636b3', 'winter', 'almaty', '4F4MBTKX', '2026-11-16', '\x0460724bcc7669b03b91b63755b2b05f76e95aecdde605b6312330bc77faa16ce24979db1b045471edfa7eb72217c207187973a2536bcb84d2fd9e83299065b360fde46026d2fa8457cc7d9556c38b7fd2bd5178c2d5edefd33131574b0106e32020a4399585963893ca17cf429998f36aed8f080aef77827bb8122a97f7714dcdc94d5a2e124440121702bef9425ff45f58ff7934448b87a9c7afb5d69819d6f8d27efa5f3711e09691ed6c68966fbb6891620b270062ffc037398bf0dfc615170442768bd1ca0b0b2a37198feaea7071f22b8b92a9987f68ae3baf11b7004591d5b8fc21403f3d971fdec1d619e93ea84d1de14723f1f1f8b01846493859a87cd19709dc8807ee3db9593c0a69749b45881e669095e857b4aa1c4b7717cef72ef387f59ef7099e41f28832390f549c57c8838d263672ebd8386afef532dfc3cfdd603a93754e33aea67f3ca21abef05b1947be130563bc5d5a09fc5554025a16855d51521e8fa852c07e32c6642de4de22a8948a46ceb2e90a7cc155cdfe640a34516b3b57c614cedf44339a7dccc80e0dac590c49d85959ae1c95138971fe856072e63de6598fee8a6b1d84834b0f30dd454e29791e9318a2057cb1414642c180846b4c6a760ef0a39050e56a100f732c14bbf0261047a72709a04878cae008c5b52f6677a3aa5a04b187b1df2704ccf1c272de51a2b4603dd74b21ab45dbf9f0247492ce16dba8d31b15f7fc44299458f181ddf39ace186a02a267663e68a774d6d7ff8399ce5c7a249fac232c8ea7d835a513d9c32d52e317849ee8942a221832679799d16fa5e050626de76ca8685515f52a49571b0d5940ec032fc002baeda06f91ace4fcc9881e3de8a6dcc1d92f28f13b32833962cdad5919376883f46c8b0c65eff9bc162c47e599c4a269b1231cc5959455a740ea64ddcf7b85185ba7028921b137150766237d47d4f6e1b4ca41fe234fde610a37c5822e64969399b4e2b627a6a5b3effdc28b0caf3a3e2f54e7c82e11f7ac5595a3a69a46b182c6b92369a6f670b7b9709af0a65005d90c004707124d9d142616f3bb2c7c187045125a09103b067c11a65025eac6262d54a9d28a2b289de45cecb5a48f1bb3290e121aca681c8c30ca14b8ee64ee5ec9a1823b68ade96640679ff80fa1a95ef81b8888a3be0fcdcdf61344afea8f52970b39c7f4ec0f7eeba0367c19155aff4f144ec77744299913f8f0bcbf65adfd212fc3f265b311197460ddf64759f08b175c4b0234a868bc334f12bff6c5210240f5eb5ba4e310079cba3e39de352e43647f1ca38e113a1809812c7c7fb9cbab6d709d17a29434a4521ce74bf0a1764c6755a00b42617d5d6641fda04951fb0ada86f07c73252d6ae9a5a87ecdf52ad4ed49e96491e75b032804cb9cea4ca6e89190ca3b7b37a751a7d542afb034b3727346758e4f63c6f5d94365ca11526b09e45d25667f4edc4f787aede1a14667596217ae221f59e56cdac8cc6d57cdf1ce5f47da34e2e7f60a2cf138eb88983b76c8df2d51cfbb1961971591bfdb27871bb6a66ec9eef58f54557544eae9646898920a10d5c8dee183b4a5037dea1df12f4f4a9cebb6a9014c1c9a12cb5261d7c815d45696bada3b0e6f775e2ef804f2cb3027565576181e993bc6211b94c194ef3ee6c92f955e0000b6971d2892628ff8220640f2c27f9510f2bda87ad687b8736ca14df20ecfa9ce16a4a6a2de603b7a21b4b1bafc0803f5ecb5949fa95a558f224169141704fd95510ba230440fc68076041b7fb590d4bf2bfef6ab7bed21dc9dfe276d413a9e445165d96ff6ab86f9070ca505fd0dddccc2849ff67be35832ce832d59163a438de3ec6eb839c4613e08e324451008260b22c83a881ccc2fb289cbbe113910dad867723a949d2fb67acc7363efeef94f409edb69404b174deb8e0726c31bb66f658d488d97f6e6e24dd914b694efad0acb05a8ea36b9903fdb17c01393d310493aa444d940e6e47f072b3f93d2ca998549c4fb278a69fd1b52542b7cb0c64eca12f8b374083193b7460e1a5c736b14fb984ea60545c347d504cb5f5e1f883a0f7d19b5533cc3644cb7173e23c62b4007bf73e9ae76ba4897ee0953c0f8f9f0f7b5147ffb849f34a5b9ec68c44642d099017b920aaceace51af916e8e20f0fb82c342a6e104f1075ff1d11f2a50ea8253d93afeb74301e9e034a0ea12cca8765a17a280f69f72e0623a78c7de4942dcc59fcfed525d3e52c6eaac10fd550258bf396a22da741c51806984e2bba3aa81b4259f56bbb3b4ca677af022ed113bbc8b1189329f853fc37711315f3f3ac26ebc04a93d4e3fe2f9d70ca84066e170baa6727faf2ef60a969ace04e7b10ae05eff459c940428909b18ba1ec62e0f81b66e7781f69f48d1617169a7b2bf9d907a0ff874d3abba9f370d39db9d880dd4c2b02a61a1c73dd44f17ea175199a92aaf4b00b413ddd55cb090946e95027ac5accf2d1220a5429e7bddd90ed908078f9ac9af2d83eb2eec93bcbe784fb4cc04c08399ec22198c046652173ab1f3a76009a504e84fb89a25d89fd81130733bffc4d91f6b65bb323628c8d6aab90ff261e455ea7ef427f72145f0504e9361247a21e6ff9a574f045090fc6a0bce2497b89a7a399b807f7687bd4bd821b05a58fc32ae4aec68c127967ead7dbf34dfa3d3d82a4937dec0b372a174de388a693c942cade24265851de21e500b07a17fa6ac8e87d50fc4bf8dd590e01a2b0b0d1ce43215c4ec29df89cbf084cfd07c4a14eafc35124d605d6ced844b2b3e14219a1f5951f1e861ef5d9519c89361743585367f77d5e8c14745934ac2c624b4ad5fb048a1f99373f990222902d40e985ef8000f06011c25c4d3d5f68aebc14ad9ac4baed27cf127b5021c93aeadaba7becec015cb36ad9be92c17d97b2d12d0f98277e06a3246387e4fda9398bf5b00afecaab69ca9c11887cc3ab76531000a3685e0fc55f9949ac46f54f5e9b5b946ca30c0d9a6b297c5dff332445c51933b5506f101823e50d3b995b8d4ed6d8488ef91689cc20dd997604332bfefaddb27cb965fd1851697ab51ca9cb2919650c0b09d83ec8bfc85d59f7b6a4b67ee62594ed76a97daeb25bc7977b679f2bf71234fba611ec4dddf4be7c68c2131faaf18feb20560719d18d1e365c01965d2a2b54a0fd9ad22da836de8da5952c14a4c3a76008fd82de2f8d9f26b3a768f937ed0361377d5c17fc66eceda606e2d554e272c4ca02ab0f9ab7354b4aa5329004eab7bacad2095e085edacbb856c0af82e98841c655738785af5c036647d47c4fe7d3d46e6638f1752600c32ebfd4a059db803439045f1133dd92847296a9a20922b36fcd265e1013071ab43c44cefeb30f50a9957a10a0b1b07d78e4dc2375941de1629e929c0095d5300d1c019b973682c57f66d518fb84041e39dda5fda504d68e2f54f001c71988daad165832f564ab196637bb5df7645f75462fa42440cb7a6d3094270a3e01e7a384c85eb994fd856ec404266a698dc9b66e76dabaee957a7404c72b83b47b1bd9512f32499b3e8cc54ed6ff471c1d56c6791e6df74c6aebbf0455bd0ef8511faf3f253c3911fb1abf023b77624464a06b43ec277065beda325bf42ddf827a2c60572aa7a8a51197b0b7e3bd7866cf2798f1ffd327a7b803395d7d8dafa05cda1b7c05ea6311dbe2b315fef24a2b0249d352805540b1b2d12905be2d64e196fb7716880e183e331652f123b6b2aa47be6cb3e660b4c4f8f02d5d7f037737c8ee71a91be11d373f90034d0a7619453bbf4af3482049c9b8b7a607146232e073976431bb6361d6afd4cf43b70d9de1b675f60e2145613044b2bd3c16c4ee0eac9594b74b28ed6b4601d679770769ec89ebf6e11b94633cde69b3905addbc1ae30227141ee66bcbb5bf6760ada28e53d095c822496d8293cac672553294b1ce25d874d810b841d638161cd45486769d5748c16b0eee32dca39856148beb806f52c85a61beda3124a5c4671286dfdebfc49043bada46f5bfe802921eef143725d458407a3d332e341c2f271f0077d348c77e68acad57d9b9a5f2ccfee6e5c9e4bc29a7313dbd7c61a4f95c8aed79994e64308a817cc794a2080031b05dd79a214af999678f177dfcf1b9705e5e28f26d716f67db3e942d9a133be325aa0839d19e9cf9fb2374fecdbb9bc4255ea7ccc9b5805179886cc125c25256814830db5c8c449579cb4e0a9589f3c7e5e7b0941df2e4e5dcfe1f1f8f2783460f46055c3022012aa53d0ed8926bb70098c2d2edbdbc36d0ef1fbeb3238539d186181d362252f8e6c94cc6ecbf986eb2f0a4abaae0f5f6298101305d40b454c10e9b03cb28532f47ec623732712cbbd0aa457375b096ef69a1bd797c70391e282226ab3f042a4ebcef3cc7c50f838d7f0ceedbb4711051e647763b2ea88c62dbc58651f4b79f9dbca7d1534f034d0f22a86021bcfea479cef1493d6c7fb9f1548171396ccb2a5718cd258e4b0cd8dd1e7a5fbd649246421b391cfccfd6a0a0da62f74e70bb6097726e11fb6cdf688b5cf1118e703c8a524a7165ecd02df6042be9362f3958f74673d7783a7825c89b2cd298832db5aca804d3575f0c536c1f169f7aff9115215be525bc8de476e2c9b5bf8386a5d1110d2b88174af939ccda3fabbc768ea602649938fb77601051c77c8b4f3cba42400c482ddd2061ad0c54925c265347270911346b7f6fd0c748f3a400801410f02bbe867d53d3513dee63ff59edebcc330b590a0f43433c4fd44ce20e73287211ac8208b578e16920342fc6af43efe43433803723722ff43d0876780a49cc3b8f0858ba868171e3a458572de07bd1be3cb67a444203093e5a98e95d15ecb48b35459e7ef7ff363f174072f0192d36668073a965c7ab3e2703873ecd619c810f252dab515df7ae1ef8d5e6ffe446002d73367b94b467d1558d8a10fe7f279468deaaeacfb5795ac12783ac2e03e304100d6e6fb66ea2fda8e1ee7668f5df676f13e34dc06cb7b44bac35a7811b568f871c6b6b71a6c4e7d40e86a55c6173d579b65a756db98a6e73d073441b406e7707836a55b3674833a6cdcfde0ca8566ce91ee0dd99e0db5498adfa2f08d297a1034b66565be5b3b8c39a9f625874f5d26111d5b3959ad58ec1418ab4349654ab8c653a4473064f954714ddac693f085b8f93367a93c0045e86a58157a80171f5a487b4586ea7f623c36c63a5d713e28c5299473fc789951dd1af2ec89ed880223d6ad5e42d1bee300c4c0d3407215f12ee4344e85470b975758fc2fcea87729cc90cd83a915ca0b0b177c1bc90a1d1fdaadfdd4b34d199452d3a788782ad46e229876e9856d0f1887e136443728442963387cd1135f470737e62f3f2c48a234d9009a728867e0ce50a9e336d36b5290921c4cd3804a00d5d319a3a601640622dd151228c29e887c82283155370595188309c09d702317308bec2b080bdcec93295bb5d503425d4a5c24d90f97ea7b4ac7624fdf0c0a7912ec1ef4f78c003afed0856dd5f27369a323038a09fdb9b95c0a2bfe9729a1d7bfea767e5624d5f67c78b96b690bee93fc035279545abe199fa0024e5f46c86c551c068edb962574f3e9b490d824ba61b5f46c01f647deb08c612cac67da8156b740e3710c27011a1b27bc5d8f271478962caad8b1fb3567e073bcc9643f9cca630038d24fe11cc6be675b10b5b1ae98a9dcdc538be2fb0b6e4dcb99d53f30ea85fbfa5c0d116f8d07132946e462bf26a332585289020107eb626411a52f1843daec708e68e0c03a3a14bda064fbf96c1b0ba59ce976a2a3f4cbfa26a0d4944fb9315becb609eeda49e25d98aa29914a887fc4ce158dcb470a903845feb2299e3407203c9b895f802b17b1e3924fc6f8d92caa6c66d259c6eb16ab18557ada5c25392402c4e15c60a44617c85a59d004bb04cc3783f802d2fdcd617ad7788f17a9ca5ef1d94d53f490a4c0d79a14c2a4e982d5e03bf767b352c0b8a7bebe1ed10e05308197f36365c2b3eaae51d42a588187df8fadcbf289a6648f6bf7fe537e48fefd7810755eedae746d16b50d835b9ce01f81c3da12cb722c173da7e9f2e7a84f127dfc2552359e6630de851c15fef77fc3de652395d9144c5253b704d465ce5df0157148d211162b9887a9b76ecfcea55902d2bfe4de9e56f6a7e9054c90cbf33a3e54b24171878a1afbd0eefa99f1e4ecc540304b6a9542dbf9f0dd3227755b4d842e1f');
INSERT INTO public.field_pass VALUES ('89fa8af534e1db98', 'spring', 'almaty', 'phone 1', '\xb928b5c7fd2e35e8367d215f39cc3a13f5a69c72cfb6ba8d645a25edb8af401f', false);
INSERT INTO public.invitation VALUES ('\x7ebb50b78cc1e71477f1a8b331613251b1dea4c9a84db5198284ecb314f7a42d', NULL, 'reader', '[]', 'a334c79fef2fea09', 1795604800);
INSERT INTO public.meeting VALUES ('autumn/000001', 'autumn', 'almaty', '599979ffc24b0345c3365d6393ce69b6a20c1046954c3c5ba2ac03e2b5d8536c', 'f6d0dccde881f92ffa2b1513994bd4b6bd7d0c5f68f5779ebe48282237dd3d9b', '2026-12-06', 12, 'agreed', '', '036a7872378736b4', '2026-12-06');
INSERT INTO public.office_session VALUES ('\xddb17231148c8bd5f5553649de3c6070272b3b5313278355073f7001f35279ab', '036a7872378736b4', true, 1795000000, 1795000000);
INSERT INTO public.promise VALUES ('a28b1a3f', 'autumn', '599979ffc24b0345c3365d6393ce69b6a20c1046954c3c5ba2ac03e2b5d8536c', 'site_closed', 'almaty', 'small', '["almaty"]', 'mental-health-centre', '{"ru": "\u041e\u0442\u043a\u0440\u044b\u0432\u0430\u0442\u044c \u043f\u0443\u043d\u043a\u0442 \u043a\u0430\u0436\u0434\u044b\u0439 \u0434\u0435\u043d\u044c \u0432 \u043e\u0431\u044a\u044f\u0432\u043b\u0435\u043d\u043d\u044b\u0435 \u0447\u0430\u0441\u044b", "kk": "\u041f\u0443\u043d\u043a\u0442\u0442\u0456 \u043a\u04af\u043d \u0441\u0430\u0439\u044b\u043d \u0436\u0430\u0440\u0438\u044f\u043b\u0430\u043d\u0493\u0430\u043d \u0443\u0430\u049b\u044b\u0442\u0442\u0430 \u0430\u0448\u0443", "en": "Open the site every day at the announced hours"}', 10);
INSERT INTO public.promise_event VALUES ('a28b1a3f', 1, 'requested', '2026-12-16', '2026-12-16', '036a7872378736b4', '', '2027-01-15', '', 'mental-health-centre', 'null');
INSERT INTO public.promise_event VALUES ('a28b1a3f', 2, 'approved', '2026-12-16', '2026-12-16', 'a334c79fef2fea09', '', NULL, '', NULL, 'null');
INSERT INTO public.promise_event VALUES ('a28b1a3f', 3, 'replied', '2026-12-16', '2026-12-16', '036a7872378736b4', 'Мы ответим.', NULL, '', NULL, 'null');
INSERT INTO public.promise_file VALUES ('a28b1a3f', 3, 'application/pdf', true, '\x255044462d312e372061206c6574746572');
INSERT INTO public.questionnaire_version VALUES ('4769ad382b672ad4eb31caf1b5c5c5e75fb3f4a4d29cdc75fb887b5f99bdbd02', 'small', '1', '{"format": 1, "form_id": "small", "version": "1", "title": {"ru": "\u041a\u043e\u0440\u043e\u0442\u043a\u0438\u0439 \u043e\u043f\u0440\u043e\u0441", "en": "A short survey"}, "languages": ["ru", "en"], "items": [{"kind": "question", "name": "closed", "type": "select_one", "label": {"ru": "\u041f\u0443\u043d\u043a\u0442 \u0431\u044b\u043b \u0437\u0430\u043a\u0440\u044b\u0442?"}, "list_name": "yn"}, {"kind": "question", "name": "more", "type": "text", "label": {"ru": "\u0427\u0442\u043e \u0434\u043e\u0431\u0430\u0432\u0438\u0442\u044c?"}}], "choices": {"yn": [{"name": "yes", "label": {"ru": "\u0414\u0430"}}, {"name": "no", "label": {"ru": "\u041d\u0435\u0442"}}, {"name": "not_sure", "label": {"ru": "\u041d\u0435 \u0437\u043d\u0430\u044e"}}]}}', '{"bands": {}, "breakdowns": {}, "indicator": [{"id": "site_closed", "question": "closed", "numerator": ["yes"], "excludes": ["not_sure"], "dimension": "availability", "direction": "less_is_better", "label": {"ru": "\u041f\u0443\u043d\u043a\u0442 \u0431\u044b\u043b \u0437\u0430\u043a\u0440\u044b\u0442", "kk": "\u041f\u0443\u043d\u043a\u0442 \u0436\u0430\u0431\u044b\u049b \u0431\u043e\u043b\u0434\u044b", "en": "The site was closed"}, "numerator_words": {"ru": "\u0434\u0430", "kk": "\u0438\u04d9", "en": "yes"}, "denominator_words": {"ru": "\u043e\u0442\u0432\u0435\u0442\u0438\u0432\u0448\u0438\u0435", "kk": "\u0436\u0430\u0443\u0430\u043f \u0431\u0435\u0440\u0433\u0435\u043d\u0434\u0435\u0440", "en": "all who answered"}}]}', '{"ru": "\u041a\u0430\u043a \u0441\u0447\u0438\u0442\u0430\u043b\u0438."}', NULL, NULL);
INSERT INTO public.region VALUES ('south', '{"ru": "\u042e\u0433", "kk": "\u041e\u04a3\u0442\u04af\u0441\u0442\u0456\u043a"}', 'KZ');
INSERT INTO public.round_city VALUES ('autumn', 'almaty', NULL, '');
INSERT INTO public.round_city VALUES ('spring', 'almaty', NULL, '');
INSERT INTO public.round_city VALUES ('winter', 'almaty', NULL, '');
INSERT INTO public.round_city VALUES ('winter', 'shymkent', NULL, '');
INSERT INTO public.round_draft VALUES ('61bc189f637b203f', 'a334c79fef2fea09', '{"questionnaire": "", "round_id": "", "titles": {}, "begins_on": null, "ends_on": null, "cities": {}, "known_clients_source": "", "access": "", "breakdowns": [], "holders": [], "percent": 70}', '2026-11-16');
INSERT INTO public.round_key VALUES ('autumn', '036a7872378736b4', '\x0429140602164efef48e5ca4e2ad98ea053d220342218d8fc0e4b56a193b7eb2887b65f719877d8c4c810888b21f13153ca25d956dd22bf1eb854363e876e96311f19e0a016382e3b65a79655231449b334ea044d77eb1b87d1b8ed2b83a63166aa45c455e9d09f6b6967a2ba0b1f0ae77');
INSERT INTO public.round_key VALUES ('autumn', 'recovery', '\x040217fb0a400fa009233afceee19d361023085325af19422e282dd81b6bc233f6df364e54bab3f498abc277c1e7438f0d37bd35195aa6bafef379a5f53f6736658208e7712311ddbf50d94e76f03162c81bae64f293fa93f8397706cf953ebb2c1021dbf4a05812d482db0a31a41184f1');
INSERT INTO public.round_key VALUES ('spring', '036a7872378736b4', '\x0453132913a7dd272ef4d10a6be91a89c6a0c52224467df44a0b89debc573bfe3b6dccd3f58417e7a0ae04ee68728bf4ba899799e1d93745bd18280e88e04062029fdde399e9a4cec534eb8c6360502e6186d5bc3ddc4cca44b68502ce58f6957265e4d410000837d1bbb5e5e6a676316d');
INSERT INTO public.round_key VALUES ('spring', 'recovery', '\x044da2fceaba01ac76d421ea0f732d4994a878119effe4ce4d60d2fd74c2ab844cda77aaac762e5a5cd92148219b5da41cf131cbee9d61c0b020af235d099b948a36edc54fded21f5a35ce45be8def4398878bccb9dd2d62a5365877a7ecc85a96ac793eb6f37bb2b74d8772a641a34855');
INSERT INTO public.round_key VALUES ('winter', '036a7872378736b4', '\x045ca55fc2bd0bff53403e3a38a962f0951ec4c1127a3e17c052cd22b7ae2b225102d9dd77ddf61cd40db357623e77e617b69f4cc14ff4e3b4d9d9069cafee4d84276ceb91fa316d4533cceb7ee7112bea71ea61ae14df761ecae8b4436a0bac4a38b9ea994341c4219d02b688d3a41f1a');
INSERT INTO public.round_key VALUES ('winter', 'recovery', '\x04cab761635c0705017e2821459c9e2d62faaaebdf374a48cdd560579a805b445f44ca9fdf3447f97521f031f05c58c82cc028cac5469ab13f34db4ca0a210f558b915a5f6be6c35c5206513098329c6402d5d5837f52c6a7f1dee2fa7d8e549f416415fd245bb6910bfa8c3575ea02579');
INSERT INTO public.site VALUES ('point', 'almaty', '{"ru": "\u041f\u0443\u043d\u043a\u0442", "en": "A point"}');
INSERT INTO public.snapshot VALUES ('599979ffc24b0345c3365d6393ce69b6a20c1046954c3c5ba2ac03e2b5d8536c', 'autumn', 1, '\x7b22616363657373223a226c696e6b222c22627265616b646f776e73223a5b5d2c226369746965735f776974686f75745f66696775726573223a5b5d2c22636c6f7365645f6f6e223a22323032362d31322d3036222c22666f726d5f6964223a22736d616c6c222c22666f726d5f76657273696f6e223a2231222c22666f726d6174223a312c22696e64696361746f7273223a5b7b2264656e6f6d696e61746f725f776f726473223a7b22656e223a22616c6c2077686f20616e737765726564222c226b6b223a22d0b6d0b0d183d0b0d0bf20d0b1d0b5d180d0b3d0b5d0bdd0b4d0b5d180222c227275223a22d0bed182d0b2d0b5d182d0b8d0b2d188d0b8d0b5227d2c2264696d656e73696f6e223a22617661696c6162696c697479222c22646972656374696f6e223a226c6573735f69735f626574746572222c226578636c75646573223a5b226e6f745f73757265225d2c226964223a22736974655f636c6f736564222c226c6162656c223a7b22656e223a2254686520736974652077617320636c6f736564222c226b6b223a22d09fd183d0bdd0bad18220d0b6d0b0d0b1d18bd29b20d0b1d0bed0bbd0b4d18b222c227275223a22d09fd183d0bdd0bad18220d0b1d18bd0bb20d0b7d0b0d0bad180d18bd182227d2c226e756d657261746f72223a5b22796573225d2c226e756d657261746f725f776f726473223a7b22656e223a22796573222c226b6b223a22d0b8d399222c227275223a22d0b4d0b0227d2c227175657374696f6e223a22636c6f736564222c227265645f6c696e65223a6e756c6c2c227374616e64617264223a6e756c6c7d5d2c22696e76656e746564223a66616c73652c226b6e6f776e5f636c69656e74735f736f75726365223a22222c226c616e677561676573223a5b227275222c22656e225d2c226d6574686f64223a7b227275223a22d09ad0b0d0ba20d181d187d0b8d182d0b0d0bbd0b82e227d2c226d6574686f645f6661637473223a7b22736d616c6c6573745f67726f7570223a31302c2273746570223a357d2c226e756d626572223a312c226f70656e65645f6f6e223a22323032362d31312d3136222c2270726570617265645f6f6e223a22323032362d31322d3036222c227175657374696f6e6e616972655f646967657374223a2234373639616433383262363732616434656233316361663162356335633565373566623366346134643239636463373566623838376235663939626462643032222c227175657374696f6e73223a5b7b22616e7377657273223a5b7b22636f6465223a22796573222c226c6162656c223a7b227275223a22d094d0b0227d7d2c7b22636f6465223a226e6f222c226c6162656c223a7b227275223a22d09dd0b5d182227d7d2c7b22636f6465223a226e6f745f73757265222c226c6162656c223a7b227275223a22d09dd0b520d0b7d0bdd0b0d18e227d7d2c7b22636f6465223a226e6f5f616e73776572222c226c6162656c223a7b22656e223a226e6f20616e73776572222c226b6b223a22d0b6d0b0d183d0b0d0bf20d0b6d0bed29b222c227275223a22d0bdd0b5d18220d0bed182d0b2d0b5d182d0b0227d7d5d2c2267726f7570223a6e756c6c2c226c6162656c223a7b227275223a22d09fd183d0bdd0bad18220d0b1d18bd0bb20d0b7d0b0d0bad180d18bd1823f227d2c226c696b657274223a66616c73652c226e616d65223a22636c6f736564222c2274797065223a2273656c6563745f6f6e65227d5d2c22726f756e64223a22617574756d6e222c2273757065727365646573223a6e756c6c2c227461626c6573223a5b7b22616e7377657273223a5b22796573222c226e6f222c226e6f745f73757265222c226e6f5f616e73776572225d2c227175657374696f6e223a22636c6f736564222c22756e697473223a7b22616c6d617479223a7b22636f756e7473223a5b33302c33302c302c305d2c226f66223a36307d7d2c227769746868656c64223a7b7d7d5d2c227469746c65223a7b22656e223a22526f756e6420617574756d6e222c226b6b223a22d0a1d0b0d183d0b0d0bbd0bdd0b0d0bcd0b020617574756d6e222c227275223a22d09ed0bfd180d0bed18120617574756d6e227d2c22756e697473223a5b7b22616e737765726564223a36302c22636974696573223a5b7b22636f6465223a22616c6d617479222c226e616d6573223a7b22656e223a22416c6d617479222c226b6b223a22416c6d617479222c227275223a22416c6d617479227d7d5d2c22636f6465223a22616c6d617479222c226b6e6f776e5f636c69656e7473223a6e756c6c2c226e616d6573223a7b22656e223a22416c6d617479222c226b6b223a22416c6d617479222c227275223a22416c6d617479227d2c22726573706f6e736573223a36307d5d7d', 'a334c79fef2fea09', '2026-12-07', '');
INSERT INTO public.survey_round VALUES ('autumn', '{"ru": "\u041e\u043f\u0440\u043e\u0441 autumn", "kk": "\u0421\u0430\u0443\u0430\u043b\u043d\u0430\u043c\u0430 autumn", "en": "Round autumn"}', '4769ad382b672ad4eb31caf1b5c5c5e75fb3f4a4d29cdc75fb887b5f99bdbd02', 'closed', 'link', '[]', '\x04934fa79bbea74f8baddb5f1ee973e6b27f5ee4425f337b61256156130c67f02713a74f0325d084360818713f9f6f4fdf0bd82407e04a8cd4a78373270df4d1eb', 4352, false, '2026-11-16', '2026-12-06', NULL, NULL);
INSERT INTO public.survey_round VALUES ('spring', '{"ru": "\u041e\u0441\u0435\u043d\u044c", "kk": "\u041a\u04af\u0437", "en": "Autumn"}', '4769ad382b672ad4eb31caf1b5c5c5e75fb3f4a4d29cdc75fb887b5f99bdbd02', 'open', 'coupon', '[]', '\x043391c1f078be8881fe0a73752e5356a92045cdc57ae4b69374db9f177106a093906ba1c4af94356809800492440ccc81a4b1f117922f0b4b07ac4359228f7f78', 4352, false, '2026-11-16', NULL, NULL, NULL);
INSERT INTO public.survey_round VALUES ('winter', '{"ru": "\u041e\u0441\u0435\u043d\u044c", "kk": "\u041a\u04af\u0437", "en": "Autumn"}', '4769ad382b672ad4eb31caf1b5c5c5e75fb3f4a4d29cdc75fb887b5f99bdbd02', 'closed', 'coupon', '[]', '\x0422a122a4ddf0460473d038ded5147ab62e955847c125f916429332991b115e040c35a054398350fcaa41be58f30b76047ba379647e3cc0cdd77b3a8a551b6342', 4352, false, '2026-11-16', '2026-11-16', NULL, NULL);
SELECT pg_catalog.setval('public.audit_entry_entry_id_seq', 21, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT pk_account PRIMARY KEY (account_id);
ALTER TABLE ONLY public.account_city
    ADD CONSTRAINT pk_account_city PRIMARY KEY (account_id, city_id);
ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT pk_audit_entry PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT pk_candidate PRIMARY KEY (round_id);
ALTER TABLE ONLY public.city
    ADD CONSTRAINT pk_city PRIMARY KEY (city_id);
ALTER TABLE ONLY public.coded_text
    ADD CONSTRAINT pk_coded_text PRIMARY KEY (round_id, question, text_key);
ALTER TABLE ONLY public.coupon
    ADD CONSTRAINT pk_coupon PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.coupon_batch
    ADD CONSTRAINT pk_coupon_batch PRIMARY KEY (batch_id);
ALTER TABLE ONLY public.duty_bearer
    ADD CONSTRAINT pk_duty_bearer PRIMARY KEY (bearer_id);
ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT pk_envelope PRIMARY KEY (envelope_key);
ALTER TABLE ONLY public.field_pass
    ADD CONSTRAINT pk_field_pass PRIMARY KEY (pass_id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT pk_invitation PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.meeting
    ADD CONSTRAINT pk_meeting PRIMARY KEY (meeting_id);
ALTER TABLE ONLY public.office_session
    ADD CONSTRAINT pk_office_session PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.office_task
    ADD CONSTRAINT pk_office_task PRIMARY KEY (task_id);
ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT pk_passkey PRIMARY KEY (credential_id);
ALTER TABLE ONLY public.promise
    ADD CONSTRAINT pk_promise PRIMARY KEY (promise_id);
ALTER TABLE ONLY public.promise_event
    ADD CONSTRAINT pk_promise_event PRIMARY KEY (promise_id, number);
ALTER TABLE ONLY public.promise_file
    ADD CONSTRAINT pk_promise_file PRIMARY KEY (promise_id, number);
ALTER TABLE ONLY public.provider_reply
    ADD CONSTRAINT pk_provider_reply PRIMARY KEY (reply_id);
ALTER TABLE ONLY public.questionnaire_version
    ADD CONSTRAINT pk_questionnaire_version PRIMARY KEY (digest);
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT pk_receipt PRIMARY KEY (receipt_hash);
ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT pk_recovery_code PRIMARY KEY (account_id, code_hash);
ALTER TABLE ONLY public.region
    ADD CONSTRAINT pk_region PRIMARY KEY (region_id);
ALTER TABLE ONLY public.round_city
    ADD CONSTRAINT pk_round_city PRIMARY KEY (round_id, city_id);
ALTER TABLE ONLY public.round_draft
    ADD CONSTRAINT pk_round_draft PRIMARY KEY (draft_id);
ALTER TABLE ONLY public.round_key
    ADD CONSTRAINT pk_round_key PRIMARY KEY (round_id, holder);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT pk_site PRIMARY KEY (site_id);
ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT pk_snapshot PRIMARY KEY (digest);
ALTER TABLE ONLY public.survey_round
    ADD CONSTRAINT pk_survey_round PRIMARY KEY (round_id);
ALTER TABLE ONLY public.theme
    ADD CONSTRAINT pk_theme PRIMARY KEY (round_id, question, code);
ALTER TABLE ONLY public.withdrawal
    ADD CONSTRAINT pk_withdrawal PRIMARY KEY (digest);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT uq_account_name UNIQUE (name);
ALTER TABLE ONLY public.field_pass
    ADD CONSTRAINT uq_field_pass_code_hash UNIQUE (code_hash);
ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT uq_snapshot_round_id UNIQUE (round_id, number);
CREATE INDEX ix_coupon_batch_id ON public.coupon USING btree (batch_id);
CREATE INDEX ix_coupon_batch_round_id ON public.coupon_batch USING btree (round_id);
CREATE INDEX ix_envelope_round_id ON public.envelope USING btree (round_id);
CREATE INDEX ix_field_pass_round_id ON public.field_pass USING btree (round_id);
CREATE INDEX ix_meeting_round_id ON public.meeting USING btree (round_id);
CREATE INDEX ix_office_session_account_id ON public.office_session USING btree (account_id);
CREATE INDEX ix_office_task_round_id ON public.office_task USING btree (round_id);
CREATE INDEX ix_passkey_account_id ON public.passkey USING btree (account_id);
CREATE INDEX ix_promise_round_id ON public.promise USING btree (round_id);
CREATE INDEX ix_provider_reply_round_id ON public.provider_reply USING btree (round_id);
CREATE INDEX ix_questionnaire_version_form_id ON public.questionnaire_version USING btree (form_id);
CREATE INDEX ix_receipt_round_id ON public.receipt USING btree (round_id);
CREATE INDEX ix_site_city_id ON public.site USING btree (city_id);
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER meeting_no_delete BEFORE DELETE ON public.meeting FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER meeting_no_truncate BEFORE TRUNCATE ON public.meeting FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER meeting_no_update BEFORE UPDATE ON public.meeting FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_event_no_delete BEFORE DELETE ON public.promise_event FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_event_no_truncate BEFORE TRUNCATE ON public.promise_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_event_no_update BEFORE UPDATE ON public.promise_event FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_file_no_delete BEFORE DELETE ON public.promise_file FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_file_no_truncate BEFORE TRUNCATE ON public.promise_file FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_file_no_update BEFORE UPDATE ON public.promise_file FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_no_delete BEFORE DELETE ON public.promise FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_no_truncate BEFORE TRUNCATE ON public.promise FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER promise_no_update BEFORE UPDATE ON public.promise FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER provider_reply_no_delete BEFORE DELETE ON public.provider_reply FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER provider_reply_no_truncate BEFORE TRUNCATE ON public.provider_reply FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER provider_reply_no_update BEFORE UPDATE ON public.provider_reply FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER snapshot_no_delete BEFORE DELETE ON public.snapshot FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER snapshot_no_truncate BEFORE TRUNCATE ON public.snapshot FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER snapshot_no_update BEFORE UPDATE ON public.snapshot FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER withdrawal_no_delete BEFORE DELETE ON public.withdrawal FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER withdrawal_no_truncate BEFORE TRUNCATE ON public.withdrawal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER withdrawal_no_update BEFORE UPDATE ON public.withdrawal FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
ALTER TABLE ONLY public.account_city
    ADD CONSTRAINT fk_account_city_account_id_account FOREIGN KEY (account_id) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.account_city
    ADD CONSTRAINT fk_account_city_city_id_city FOREIGN KEY (city_id) REFERENCES public.city(city_id);
ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT fk_audit_entry_account_id_account FOREIGN KEY (account_id) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT fk_candidate_prepared_by_account FOREIGN KEY (prepared_by) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT fk_candidate_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.city
    ADD CONSTRAINT fk_city_region_id_region FOREIGN KEY (region_id) REFERENCES public.region(region_id);
ALTER TABLE ONLY public.coded_text
    ADD CONSTRAINT fk_coded_text_coded_by_account FOREIGN KEY (coded_by) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.coded_text
    ADD CONSTRAINT fk_coded_text_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.coupon_batch
    ADD CONSTRAINT fk_coupon_batch_city_id_city FOREIGN KEY (city_id) REFERENCES public.city(city_id);
ALTER TABLE ONLY public.coupon
    ADD CONSTRAINT fk_coupon_batch_id_coupon_batch FOREIGN KEY (batch_id) REFERENCES public.coupon_batch(batch_id);
ALTER TABLE ONLY public.coupon_batch
    ADD CONSTRAINT fk_coupon_batch_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.coupon_batch
    ADD CONSTRAINT fk_coupon_batch_site_id_site FOREIGN KEY (site_id) REFERENCES public.site(site_id);
ALTER TABLE ONLY public.duty_bearer
    ADD CONSTRAINT fk_duty_bearer_next_bearer_id_duty_bearer FOREIGN KEY (next_bearer_id) REFERENCES public.duty_bearer(bearer_id);
ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT fk_envelope_batch_id_coupon_batch FOREIGN KEY (batch_id) REFERENCES public.coupon_batch(batch_id);
ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT fk_envelope_city_id_city FOREIGN KEY (city_id) REFERENCES public.city(city_id);
ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT fk_envelope_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.field_pass
    ADD CONSTRAINT fk_field_pass_city_id_city FOREIGN KEY (city_id) REFERENCES public.city(city_id);
ALTER TABLE ONLY public.field_pass
    ADD CONSTRAINT fk_field_pass_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT fk_invitation_account_id_account FOREIGN KEY (account_id) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT fk_invitation_invited_by_account FOREIGN KEY (invited_by) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.meeting
    ADD CONSTRAINT fk_meeting_city_id_city FOREIGN KEY (city_id) REFERENCES public.city(city_id);
ALTER TABLE ONLY public.meeting
    ADD CONSTRAINT fk_meeting_recorded_by_account FOREIGN KEY (recorded_by) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.meeting
    ADD CONSTRAINT fk_meeting_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.office_session
    ADD CONSTRAINT fk_office_session_account_id_account FOREIGN KEY (account_id) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.office_task
    ADD CONSTRAINT fk_office_task_account_id_account FOREIGN KEY (account_id) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.office_task
    ADD CONSTRAINT fk_office_task_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT fk_passkey_account_id_account FOREIGN KEY (account_id) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.promise
    ADD CONSTRAINT fk_promise_bearer_id_duty_bearer FOREIGN KEY (bearer_id) REFERENCES public.duty_bearer(bearer_id);
ALTER TABLE ONLY public.promise
    ADD CONSTRAINT fk_promise_digest_snapshot FOREIGN KEY (digest) REFERENCES public.snapshot(digest);
ALTER TABLE ONLY public.promise_event
    ADD CONSTRAINT fk_promise_event_bearer_id_duty_bearer FOREIGN KEY (bearer_id) REFERENCES public.duty_bearer(bearer_id);
ALTER TABLE ONLY public.promise_event
    ADD CONSTRAINT fk_promise_event_promise_id_promise FOREIGN KEY (promise_id) REFERENCES public.promise(promise_id);
ALTER TABLE ONLY public.promise_event
    ADD CONSTRAINT fk_promise_event_recorded_by_account FOREIGN KEY (recorded_by) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.promise_file
    ADD CONSTRAINT fk_promise_file_promise_id_promise FOREIGN KEY (promise_id) REFERENCES public.promise(promise_id);
ALTER TABLE ONLY public.promise
    ADD CONSTRAINT fk_promise_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.provider_reply
    ADD CONSTRAINT fk_provider_reply_city_id_city FOREIGN KEY (city_id) REFERENCES public.city(city_id);
ALTER TABLE ONLY public.provider_reply
    ADD CONSTRAINT fk_provider_reply_recorded_by_account FOREIGN KEY (recorded_by) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.provider_reply
    ADD CONSTRAINT fk_provider_reply_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT fk_receipt_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT fk_recovery_code_account_id_account FOREIGN KEY (account_id) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.round_city
    ADD CONSTRAINT fk_round_city_city_id_city FOREIGN KEY (city_id) REFERENCES public.city(city_id);
ALTER TABLE ONLY public.round_city
    ADD CONSTRAINT fk_round_city_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.round_draft
    ADD CONSTRAINT fk_round_draft_account_id_account FOREIGN KEY (account_id) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.round_key
    ADD CONSTRAINT fk_round_key_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT fk_site_city_id_city FOREIGN KEY (city_id) REFERENCES public.city(city_id);
ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT fk_snapshot_published_by_account FOREIGN KEY (published_by) REFERENCES public.account(account_id);
ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT fk_snapshot_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.survey_round
    ADD CONSTRAINT fk_survey_round_questionnaire_digest_questionnaire_version FOREIGN KEY (questionnaire_digest) REFERENCES public.questionnaire_version(digest);
ALTER TABLE ONLY public.theme
    ADD CONSTRAINT fk_theme_round_id_survey_round FOREIGN KEY (round_id) REFERENCES public.survey_round(round_id);
ALTER TABLE ONLY public.withdrawal
    ADD CONSTRAINT fk_withdrawal_digest_snapshot FOREIGN KEY (digest) REFERENCES public.snapshot(digest);
ALTER TABLE ONLY public.withdrawal
    ADD CONSTRAINT fk_withdrawal_withdrawn_by_account FOREIGN KEY (withdrawn_by) REFERENCES public.account(account_id);
