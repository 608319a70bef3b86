"""One real Spark on this machine for all tests of this folder; they run with ``-m spark``."""

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

ZONE = "Asia/Tashkent"


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """Start Spark with two cores; it broadcasts nothing without a hint, so that plans show whether there is one."""
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.autoBroadcastJoinThreshold", "-1")
        .config("spark.sql.session.timeZone", ZONE)
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
