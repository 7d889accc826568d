"""Runs apps in Python, each in a process of its own that has all packages imported, which takes most of the time.

Reads an app from each line, as JSON with its folder, its file and its environment, and answers with what it printed.
"""

import json
import os
import runpy
import sys
import traceback

import jsii
from jsii._kernel.providers.process import ProcessProvider


class Assemblies:
    """What a kernel has to load, kept for the kernels of the apps: processes can't share one."""

    def __init__(self) -> None:
        self.requests = []

    def load(self, request) -> None:
        self.requests.append(request)


assemblies = jsii.kernel.provider = Assemblies()
import aws_cdk  # noqa: E402, F401
import cdk_user_auth_pool  # noqa: E402, F401


def run(folder: str, file: str, env: dict) -> dict:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = 0
        os.dup2(write, sys.stdout.fileno())
        try:
            os.chdir(folder)
            os.environ.update(env)
            kernel = ProcessProvider()
            for request in assemblies.requests:
                kernel.load(request)
            jsii.kernel.provider = kernel
            runpy.run_path(file, run_name="__main__")
        except BaseException:
            status = 1
            traceback.print_exc(file=sys.stdout)
        sys.stdout.flush()
        os._exit(status)
    os.close(write)
    with os.fdopen(read) as pipe:
        output = pipe.read()
    return {"failed": os.waitpid(child, 0)[1] != 0, "output": output}


for line in sys.stdin:
    print(json.dumps(run(**json.loads(line))), flush=True)
