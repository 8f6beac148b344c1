"""What the server writes down of a fault: its class and its place, also when gunicorn would say more."""

import logging
import sys
from types import ModuleType

import pytest
from gunicorn.config import Config

from cmm.fault import describe_fault
from cmm.server_log import PlaceLogger


@pytest.fixture
def logger(caplog: pytest.LogCaptureFixture) -> PlaceLogger:
    made = PlaceLogger(Config())
    made.error_log.handlers = [caplog.handler]
    made.error_log.setLevel(logging.DEBUG)
    return made


def test_a_failed_request_is_a_class_and_a_line(
    logger: PlaceLogger, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise ValueError("answer was: bribes")
    except ValueError:
        logger.exception("Error handling request %s", "/ru/s/autumn?code=ABCD")
        logger.warning("Invalid request from ip=203.0.113.7: bribes")
        logger.log("error", "bribes")
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 3
    assert all(line.startswith("ValueError at test_server_log.py:") for line in lines)
    assert all(record.exc_info is None for record in caplog.records)


def test_without_a_fault_only_the_place_is_named_and_requests_are_never_written(
    logger: PlaceLogger, caplog: pytest.LogCaptureFixture
) -> None:
    logger.warning("No request from %s", "203.0.113.7")
    logger.debug("GET /ru/s/autumn")
    logger.access(None, None, {"REMOTE_ADDR": "203.0.113.7"}, None)
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith("something at tests.web.test_server_log:")


def test_the_master_may_say_that_a_port_is_taken(
    logger: PlaceLogger, caplog: pytest.LogCaptureFixture
) -> None:
    arbiter = ModuleType("gunicorn.arbiter")
    arbiter.__dict__["logger"] = logger
    exec("logger.error('Connection in use: %s', 'port 8000')", arbiter.__dict__)
    assert [record.getMessage() for record in caplog.records] == ["Connection in use: port 8000"]


def test_a_place_names_no_folder_of_this_machine() -> None:
    try:
        int("x y z")
    except ValueError as error:
        described = describe_fault(error)
    assert described.startswith("ValueError at test_server_log.py:")
    assert not described.startswith(sys.prefix)
    assert describe_fault(KeyError("secret")) == "KeyError at unknown place"
