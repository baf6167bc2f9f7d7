"""A Spark master with two workers, as processes of this machine that only it can reach."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pyspark

HOME = os.path.dirname(pyspark.__file__)
JOB = os.path.abspath(os.path.join(os.path.dirname(__file__), "../job.py"))
MODULES = ",".join(os.path.join(os.path.dirname(JOB), name) for name in ("tables.py", "warc.py"))
ENVIRONMENT = os.environ | {"SPARK_HOME": HOME, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}


class Cluster:
    def __init__(self, folder):
        self.folder, self.master_port, self.ui_port = str(folder), free_port(), free_port()
        self.master = f"spark://127.0.0.1:{self.master_port}"
        ports = ["--port", str(self.master_port), "--webui-port", str(self.ui_port)]
        self.processes = [self.start("master.Master", "--host", "127.0.0.1", *ports)]
        self.workers = []

    def start(self, name, *arguments):
        with open(f"{self.folder}/{name}.log", "ab") as log:
            command = [f"{HOME}/bin/spark-class", f"org.apache.spark.deploy.{name}", *arguments]
            # A group of its own: a worker is killed together with its executors, as if its machine went down.
            return subprocess.Popen(command, env=ENVIRONMENT, stdout=log, stderr=log, cwd=self.folder, start_new_session=True)

    def add_worker(self):
        resources = ["--host", "127.0.0.1", "--cores", "1", "--memory", "2g", "--work-dir", f"{self.folder}/work"]
        self.workers.append(self.start("worker.Worker", *resources, self.master))
        wait(lambda: self.alive() == len(self.workers), "a worker")

    def with_workers(self, count):
        while len(self.workers) < count:
            self.add_worker()
        return self

    def alive(self):
        state = read(f"http://127.0.0.1:{self.ui_port}/json/") or {"workers": []}
        return sum(worker["state"] == "ALIVE" for worker in state["workers"])

    def kill_worker(self):
        kill(self.workers.pop())
        wait(lambda: self.alive() == len(self.workers), "the loss of a worker")

    def submit(self, source, target):
        """Starts the job; returns its process and the address of its status."""
        port = free_port()
        # Small inputs are read in many tasks too, so that there is a middle in which a worker can be lost.
        task_bytes = os.path.getsize(source) // 20 if os.path.isfile(source) else "128m"
        settings = {"spark.ui.port": port, "spark.executor.memory": "1g", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
                    "spark.sql.files.maxPartitionBytes": task_bytes, "spark.sql.files.openCostInBytes": 0}
        configuration = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        command = [f"{HOME}/bin/spark-submit", "--master", self.master, *configuration, "--py-files", MODULES, JOB, str(source), str(target)]
        log = open(f"{self.folder}/job.log", "wb")
        return subprocess.Popen(command, env=ENVIRONMENT, stdout=log, stderr=log, cwd=self.folder), f"http://127.0.0.1:{port}/api/v1"

    def run(self, source, target):
        job, _ = self.submit(source, target)
        return self.finish(job)

    def finish(self, job):
        try:
            failed = job.wait(1_800)
        finally:
            job.kill()
        with open(f"{self.folder}/job.log", errors="replace") as log:
            text = log.read()
        assert not failed, text[-5_000:]
        return text

    def stop(self):
        for process in self.workers + self.processes:
            kill(process)


def tasks_done(status):
    """How many tasks of the running stage are done, and how many there are."""
    for application in read(f"{status}/applications") or []:
        for stage in read(f"{status}/applications/{application['id']}/stages?status=active") or []:
            return stage["numCompleteTasks"], stage["numTasks"]
    return 0, 0


def read(url):
    with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def kill(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait(condition, what, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
