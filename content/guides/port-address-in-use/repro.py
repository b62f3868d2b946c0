# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "accelerate==1.15.0",
#   "deepspeed==0.19.8",
# ]
# ///
"""Takes the rendezvous port of a training job in the ways in which it gets lost, and runs each fix.

    python tools/repro/run.py content/guides/port-address-in-use/repro.py --out OUT

Everything runs on the CPU with gloo, as root on Linux: each scenario has a network of its own, so
no port of the machine is touched and no other program disturbs it. The commands are those of
commands.sh; `./train.py` is a script of ten lines that the prelude writes. Slurm, Docker and
several machines are not here: what is said of `srun` is run as the processes that it starts.
"""

import contextlib
import ctypes
import io
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from repro.regions import regions_of
from repro.scenario import check, scenario

HERE = Path(__file__)
IN_USE = (
    "DistNetworkError: The server socket has failed to listen on any local network address. "
    "port: {port}, useIpv6: false, code: -98, name: EADDRINUSE, message: address already in use"
)
LEGACY = (
    "DistNetworkError: The server socket has failed to listen on any local network address. "
    "The server socket has failed to bind to [::]:{port} (errno: 98 - Address already in use)."
)
#: Without --master_port, torchrun of 2.12 and newer takes a free port.
FIXED_DEFAULT = ["torch<2.12", "linux"]

TRAIN = """\
import os
import time

import torch
import torch.distributed as dist

dist.init_process_group("gloo")
total = torch.ones(1)
dist.all_reduce(total)
print(f"rank {dist.get_rank()} of {dist.get_world_size()}, MASTER_PORT {os.environ['MASTER_PORT']}")
time.sleep(float(os.environ.get("SECONDS_TO_RUN", 0)))
dist.destroy_process_group()
"""
#: Rank 0 with a child that it has forked, as libraries do for background work.
WITH_CHILD = """\
import multiprocessing
import os
import time

import torch.distributed as dist

dist.init_process_group("gloo", init_method="tcp://127.0.0.1:29500", rank=0, world_size=1)
multiprocessing.get_context("fork").Process(target=time.sleep, args=(300,)).start()
print("training", flush=True)
time.sleep(300)
"""


class Said(Exception):
    """What a command wrote, unchanged."""


def prepare(own_network=True):
    """A network of its own for this process and what it starts, and ./train.py."""
    if own_network:
        libc = ctypes.CDLL(None, use_errno=True)
        check("a network namespace can be had", libc.unshare(0x40000000) == 0)  # CLONE_NEWNET
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    os.environ.update(
        OMP_NUM_THREADS="1",
        DS_ACCELERATOR="cpu",
        PATH=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    )
    Path("train.py").write_text(TRAIN, encoding="utf-8")


def command(region):
    """The text of a region of commands.sh."""
    text = HERE.with_name("commands.sh").read_text(encoding="utf-8")
    return re.search(rf"# region: {re.escape(region)}\n(.*?)# endregion", text, re.S)[1]


def shown(name):
    """What the page shows of this file under this name."""
    return regions_of(HERE.read_text(encoding="utf-8"))[name]


def bash(script, seconds=150, **variables):
    """Run a script of the page; its status (None if it had not ended by then) and what it wrote."""
    run = subprocess.Popen(
        ["bash", "-c", script],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        status = run.wait(seconds)
    except subprocess.TimeoutExpired:
        status = None
        end_all(run.pid)
    said = run.stdout.read()
    print(said[-4000:])
    return status, said


def processes():
    """Every process as (id, parent, command line)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (entry / "stat").read_text().rpartition(") ")[2].split()[1]
            words = (entry / "cmdline").read_text().split("\0")
            found.append((int(entry.name), int(parent), " ".join(words)))
    return found


def below(pid):
    """A process and all that came from it."""
    found = {pid}
    for _ in range(6):
        found |= {child for child, parent, _ in processes() if parent in found}
    return found


def end_all(pid):
    """End a command of this file with its workers, which have sessions of their own."""
    for one in below(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


@contextlib.contextmanager
def job(words, until, **variables):
    """A job that keeps running, from the moment when it has printed these words."""
    log = Path(f"job-{time.monotonic_ns()}.log")
    with log.open("wb") as out:
        run = subprocess.Popen(
            shlex.split(words),
            env={**os.environ, "SECONDS_TO_RUN": "280", "PYTHONUNBUFFERED": "1", **variables},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    family = {run.pid}
    try:
        for _ in range(300):
            if until in log.read_text() or run.poll() is not None:
                break
            time.sleep(0.2)
        check(f"another job runs: {words}", until in log.read_text())
        family = below(run.pid)
        yield run
    finally:
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        run.wait()


def first_job():
    return job("torchrun --master_port 29500 --nproc_per_node=2 train.py", "rank 1 of 2")


def torchrun(words):
    """torchrun in this process, so that its exception is this scenario's."""
    from torch.distributed.run import main

    main(shlex.split(words)[1:])


def accelerate(words):
    """accelerate launch in this process."""
    from accelerate.commands.launch import launch_command, launch_command_parser

    launch_command(launch_command_parser().parse_args(shlex.split(words)[2:]))


def join(port, options=""):
    """What a script without launcher does: rank 0 opens the port."""
    import torch.distributed as dist

    url = f"tcp://127.0.0.1:{port}{options}"
    dist.init_process_group("gloo", init_method=url, rank=0, world_size=1)
    dist.destroy_process_group()


def is_free(port):
    """Whether a store can be opened there now."""
    import torch.distributed as dist

    try:
        return dist.TCPStore("127.0.0.1", port, 1, True).port == port
    except dist.DistNetworkError as error:
        print(error)
        return False


def workers():
    """Training processes of this folder that are alive, whoever started them."""
    here = os.getcwd()
    alive = [pid for pid, _, words in processes() if words.endswith("-u train.py ")]
    return [pid for pid in alive if os.path.realpath(f"/proc/{pid}/cwd") == here]


def check_two_ranks(status, said, port=""):
    check("it ends well", status == 0)
    check("rank 0 trained", f"rank 0 of 2, MASTER_PORT {port}" in said)
    check("rank 1 trained", "rank 1 of 2" in said)
    check("on another port", "MASTER_PORT 29500" not in said)


def outgoing_connection():
    """A connection that this process opened; the kernel chose its local port."""
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    return client, server.accept()[0], client.getsockname()[1]


def holders(port=29500):
    """What check-port prints for this port."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(shown("check-port").replace("29500", str(port)), {})
    print(printed.getvalue())
    return printed.getvalue()


# ----------------------------------------------------------------------------------- errors


@scenario("error/torchrun", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_torchrun():
    """The command of commands.sh, while the same one runs; other GPUs change nothing."""
    prepare()
    with first_job():
        os.environ["CUDA_VISIBLE_DEVICES"] = "2,3"
        torchrun(command("error/torchrun").partition(" ")[2])


@scenario("error/default", reproduces="libuv", expect=IN_USE, needs=FIXED_DEFAULT)
def error_default():
    """No port is named anywhere."""
    prepare()
    with job("torchrun --nproc_per_node=2 train.py", "rank 1 of 2"):
        torchrun("torchrun --nproc_per_node=2 train.py")


@scenario("error/script", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_script():
    """Two scripts without launcher."""
    prepare()
    one = {"RANK": "0", "WORLD_SIZE": "1", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29500"}
    with job("python train.py", "rank 0 of 1", **one):
        join(29500)


@scenario("error/legacy", reproduces="legacy-store", expect=LEGACY, needs=["linux"])
def error_legacy():
    """The old store says it in other words; so USE_LIBUV=0 is no fix.

    It prints addresses that have to be resolved, so this one is in the machine's own network.
    """
    prepare(own_network=False)
    with socket.socket() as free:
        free.bind(("", 0))
        port = free.getsockname()[1]
    with job(f"torchrun --master_port {port} --nproc_per_node=1 train.py", "rank 0 of 1"):
        join(port, "?use_libuv=0")


@scenario("error/variable", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_variable():
    """DeepSpeed's way: rank 0 of the workers opens the port, MASTER_PORT comes from outside."""
    prepare()
    os.environ.update(RANK="0", WORLD_SIZE="1", MASTER_ADDR="127.0.0.1", MASTER_PORT="29500")
    with first_job():
        import torch.distributed as dist

        dist.init_process_group("gloo")


@scenario("error/deepspeed", reproduces="libuv", expect=IN_USE, needs=["linux", "deepspeed"])
def error_deepspeed():
    prepare()
    with first_job():
        raise Said(bash("deepspeed --num_gpus 2 train.py")[1])


@scenario(
    "error/accelerate",
    reproduces="accelerate-warning",
    expect="UserWarning: Port `29500` is already in use. Accelerate will attempt to launch in a "
    "standalone-like mode by finding an open port automatically for this session.",
    needs=["linux", "accelerate>=1.8"],
)
def error_accelerate():
    """One machine: a warning, raised here to be seen."""
    import warnings

    prepare()
    warnings.simplefilter("error")
    with first_job():
        accelerate("accelerate launch --multi_gpu --num_processes 2 train.py")


@scenario(
    "error/accelerate-nodes",
    reproduces="accelerate-error",
    expect="ConnectionError: Tried to launch distributed communication on port `29500`, but "
    "another process is utilizing it.",
    needs=["linux", "accelerate"],
)
def error_accelerate_nodes():
    prepare()
    with first_job():
        accelerate(
            "accelerate launch --multi_gpu --num_machines 2 --machine_rank 0 --num_processes 2 "
            "--main_process_ip 127.0.0.1 --main_process_port 29500 train.py"
        )


@scenario("error/stopped", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_stopped():
    """Ctrl-Z: the launcher sleeps with the port, and its workers go on."""
    prepare()
    with first_job() as launcher:
        launcher.send_signal(signal.SIGSTOP)
        time.sleep(1)
        check("it is stopped", "state: T" in holders())
        check("its workers are alive", len(workers()) == 2)
        join(29500)


@scenario("error/orphan", reproduces="libuv", expect=IN_USE, needs=["linux", "deepspeed"])
def error_orphan():
    """DeepSpeed's launcher is killed; rank 0, which opened the port, lives on."""
    prepare()
    with job("deepspeed --num_gpus 2 train.py", "rank 1 of 2") as launcher:
        family = below(launcher.pid)
        ranks = [pid for pid, _, words in processes() if pid in family and "--local_rank=" in words]
        check("both ranks are there", len(ranks) == 2)
        for pid in family - set(ranks):
            os.kill(pid, signal.SIGKILL)
        launcher.wait()
        time.sleep(5)
        said = holders()
        check("a rank has the port", any(f"listening | pid: {pid} " in said for pid in ranks))
        join(29500)


@scenario("error/inherited", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_inherited():
    """Rank 0 is gone; a child that it had forked still has the socket."""
    prepare()
    Path("with_child.py").write_text(WITH_CHILD, encoding="utf-8")
    with job("python with_child.py", "training") as rank_zero:
        rank_zero.kill()
        rank_zero.wait()
        said = holders()
        check("somebody listens", "port 29500: listening" in said)
        check("it is not rank 0", f"pid: {rank_zero.pid} " not in said)
        join(29500)


@scenario("error/outgoing", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_outgoing():
    """Nobody listens: an outgoing connection has the port on this side."""
    prepare()
    _client, _accepted, port = outgoing_connection()
    first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    check("the kernel chose it from its range", first <= port <= last)
    check("it is connected", f"port {port}: connected" in holders(port))
    join(port)


@scenario("error/outgoing-closed", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_outgoing_closed():
    """Not even a connection: the side that closed first waits for a minute."""
    prepare()
    client, accepted, port = outgoing_connection()
    client.close()
    accepted.close()
    time.sleep(0.5)
    check("it waits", f"port {port}: time-wait" in holders(port))
    join(port)


@scenario("error/rank-zero", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_rank_zero():
    """Two processes of one job without RANK, as `srun --ntasks=2 python train.py` starts them."""
    prepare()
    check("the port is free before", is_free(29500))

    def as_file():
        # region: error/rank-zero
        import os

        import torch.distributed as dist

        rank = int(os.environ.get("RANK", 0))
        dist.init_process_group(
            "gloo", init_method="tcp://127.0.0.1:29500", rank=rank, world_size=2
        )
        # endregion

    Path("own.py").write_text(shown("error/rank-zero"), encoding="utf-8")
    waiting = subprocess.Popen(["python", "own.py"])
    for _ in range(100):
        time.sleep(0.2)
        if "listening" in holders():
            break
    said = bash("python own.py")[1]
    waiting.kill()
    waiting.wait()
    check("and after", is_free(29500))
    raise Said(said)


@scenario("error/launchers", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_launchers():
    """Two launchers of one job, as `srun --ntasks-per-node=2 torchrun …` starts them."""
    prepare()
    with job("torchrun --master_port 29517 --nproc_per_node=2 train.py", "rank 1 of 2"):
        torchrun("torchrun --master_port 29517 --nproc_per_node=2 train.py")


@scenario("error/hard-coded", reproduces="libuv", expect=IN_USE, needs=["linux"])
def error_hard_coded():
    """Another port is set outside; the script has its own."""
    prepare()
    Path("own.py").write_text(shown("error/rank-zero"), encoding="utf-8")
    with first_job():
        raise Said(bash("MASTER_PORT=29511 python own.py")[1])


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-free-port/torchrun", needs=["linux"])
def fix_free_port_torchrun():
    """While the first job has 29500."""
    prepare()
    with first_job():
        check_two_ranks(*bash(command("fix-free-port/torchrun")))


@scenario("fix-free-port/accelerate", needs=["linux", "accelerate>=1.7"])
def fix_free_port_accelerate():
    prepare()
    with first_job():
        check_two_ranks(*bash(command("fix-free-port/accelerate")))


@scenario("fix-own-port/torchrun", needs=["linux"])
def fix_own_port_torchrun():
    prepare()
    with first_job():
        check_two_ranks(*bash(command("fix-own-port/torchrun")), port=29501)


@scenario("fix-own-port/deepspeed", needs=["linux", "deepspeed"])
def fix_own_port_deepspeed():
    prepare()
    with first_job():
        check_two_ranks(*bash(command("fix-own-port/deepspeed")), port=29501)


@scenario("fix-own-port/slurm", scope="mechanism", needs=["linux"])
def fix_own_port_slurm():
    """With the number that Slurm would set."""
    prepare()
    with first_job():
        said = bash(command("fix-own-port/slurm"), SLURM_JOB_ID="4821377")
        check_two_ranks(*said, port=21377)


@scenario("fix-stop-holder", needs=["linux"])
def fix_stop_holder():
    """The stopped launcher of error/stopped: it ends, takes its workers along, frees the port."""
    prepare()
    with first_job() as launcher:
        launcher.send_signal(signal.SIGSTOP)
        time.sleep(1)
        check("the port is taken", not is_free(29500))
        _, said = bash(command("check-holder").replace("12345", str(launcher.pid)))
        check("its two workers are named", said.count(" -u train.py") == 2)
        bash(command("fix-stop-holder").replace("12345", str(launcher.pid)))
        launcher.wait(40)
        check("no worker is left", workers() == [])
        check("the port is free", is_free(29500))


@scenario("fix-from-launcher", needs=["linux"])
def fix_from_launcher():
    """While another job has 29500."""
    prepare()

    def as_file():
        # region: fix-from-launcher
        import os

        import torch.distributed as dist

        # torchrun, accelerate and deepspeed set RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.
        dist.init_process_group("gloo")
        # endregion

    with first_job():
        report = 'print("rank", dist.get_rank(), os.environ["MASTER_PORT"])\n'
        Path("train.py").write_text(shown("fix-from-launcher") + "\n" + report, encoding="utf-8")
        status, said = bash("torchrun --standalone --nproc_per_node=2 train.py")
    check("it ends well", status == 0)
    check("both ranks are there", "rank 0 " in said and "rank 1 " in said)
    check("on another port", " 29500" not in said)


@scenario("fix-one-launcher", scope="mechanism", needs=["linux"])
def fix_one_launcher():
    """What srun starts once."""
    prepare()
    with first_job():
        started = re.sub(r"^srun .*?(?=torchrun)", "", command("fix-one-launcher"))
        check_two_ranks(*bash(started))


@scenario("fix-spawn", needs=["linux"])
def fix_spawn():
    """No launcher, and no port that anybody has to choose."""
    prepare()

    def as_file():
        # region: fix-spawn
        import torch.distributed as dist
        import torch.multiprocessing as mp

        def train(rank, world_size, port):
            store = dist.TCPStore("127.0.0.1", port)
            dist.init_process_group("gloo", store=store, rank=rank, world_size=world_size)
            print(f"rank {dist.get_rank()} of {dist.get_world_size()}, port {port}")
            dist.destroy_process_group()

        if __name__ == "__main__":
            # Port 0: the kernel gives a free one, and the store keeps it from that moment.
            store = dist.TCPStore("127.0.0.1", 0, is_master=True, wait_for_workers=False)
            mp.spawn(train, args=(2, store.port), nprocs=2)
        # endregion

    Path("spawned.py").write_text(shown("fix-spawn"), encoding="utf-8")
    with first_job():
        status, said = bash("python spawned.py")
    check("it ends well", status == 0)
    check("both ranks are there", "rank 0 of 2" in said and "rank 1 of 2" in said)


# ----------------------------------------------------------------------------------- probes


@scenario("check-port", needs=["linux"])
def check_port():
    prepare()
    check("first it is free", "port 29500: free" in holders())
    with first_job() as launcher:
        # region: check-port
        import glob
        import os

        port, sockets = 29500, []  # the port that the message names
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            for line in open(table).readlines()[1:] if os.path.exists(table) else []:
                field = line.split()
                if int(field[1].split(":")[1], 16) == port:
                    sockets.append((field[3] != "0A", field[3], f"socket:[{field[9]}]"))
        states = {"0A": "listening", "01": "connected", "06": "time-wait"}
        state = states.get(min(sockets)[1], "closing") if sockets else "free"
        wanted = {link for _, code, link in sockets if states.get(code, "closing") == state}
        pids = set()
        for path in glob.glob("/proc/[0-9]*/fd/*"):
            try:
                if os.readlink(path) in wanted:
                    pids.add(path.split("/")[2])
            except OSError:
                pass  # it has ended, or is another user's
        for pid in sorted(pids) or ["hidden" if sockets else "none"]:
            run, parent, words = "unknown", "unknown", ""
            if pids:
                run, parent = open(f"/proc/{pid}/stat").read().rpartition(") ")[2].split()[:2]
                words = open(f"/proc/{pid}/cmdline").read().replace("\0", " ")
            print(f"port {port}: {state} | pid: {pid} | state: {run} | parent: {parent}")
            print("   ", words)
        # endregion
        said = holders()
        check("it names the launcher", f"listening | pid: {launcher.pid} | state: S" in said)
        check("and its command", "--master_port 29500" in said)


@scenario("check-port/other-user", needs=["linux"])
def check_port_other_user():
    """Seen by a user who may not look into the process."""
    import glob  # noqa: F401 - that user may not read the library either

    prepare()
    with first_job():
        look = shown("check-port")
        child = os.fork()
        if child == 0:
            os.setuid(65534)
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(look, {})
            print(printed.getvalue())
            os._exit(0 if "port 29500: listening | pid: hidden" in printed.getvalue() else 1)
        check("it says that the process is hidden", os.waitpid(child, 0)[1] == 0)


@scenario("check-port/ss", needs=["linux"])
def check_port_ss():
    prepare()
    with first_job() as launcher:
        _, said = bash(command("check-port/ss"))
        check("it names the launcher", f"pid={launcher.pid}" in said and "pt_elastic" in said)


# ------------------------------------------------------- what does not help, and what is silent


@scenario("extra-ignored-variable", expect=IN_USE, needs=FIXED_DEFAULT)
def extra_ignored_variable():
    """torchrun does not read MASTER_PORT."""
    prepare()
    with first_job():
        os.environ["MASTER_PORT"] = "29511"
        torchrun("torchrun --nproc_per_node=2 train.py")


@scenario("extra-port-zero", needs=["linux"])
def extra_port_zero():
    """torchrun hands the 0 on to its workers."""
    prepare()
    status, said = bash("torchrun --master_port 0 --nproc_per_node=2 train.py", seconds=40)
    check("nothing has started after 40 s", status is None and "rank" not in said)


@scenario("extra-standalone-wins", needs=["linux"])
def extra_standalone_wins():
    """A --master_port that stands in the script already does no harm beside --standalone."""
    prepare()
    with first_job():
        words = "torchrun --standalone --master_port 29500 --nproc_per_node=2 train.py"
        check_two_ranks(*bash(words))


@scenario("extra-wrong-process", needs=["linux"])
def extra_wrong_process():
    """The command that ends the holder leaves a process alone that has not got the port."""
    prepare()
    with first_job() as launcher:
        other = subprocess.Popen(["sleep", "100"])
        bash(command("fix-stop-holder").replace("12345", str(other.pid)))
        time.sleep(2)
        check("the other process lives", other.poll() is None)
        check("so does the holder", launcher.poll() is None and not is_free(29500))
        other.kill()
        other.wait()


@scenario("extra-kill-9", needs=["linux"])
def extra_kill_9():
    """The port is free, and both workers live on without launcher."""
    prepare()
    with first_job() as launcher:
        launcher.kill()
        launcher.wait()
        time.sleep(5)
        check("the port is free", is_free(29500))
        check("both workers are alive", len(workers()) == 2)


@scenario("extra-time-wait", needs=["linux"])
def extra_time_wait():
    """Connections of an ended job's store may wait on the port; a new store gets it at once."""
    prepare()
    ended = (
        "import torch.distributed as dist\n"
        "store = dist.TCPStore('127.0.0.1', 29500, 1, True)\n"
        "store.set('a', 'b')\n"
    )
    Path("ended.py").write_text(ended, encoding="utf-8")
    for _ in range(3):
        bash("python ended.py")
    waiting = holders()
    server = socket.create_server(("127.0.0.1", 29502))  # sets SO_REUSEADDR, as the store does
    client = socket.create_connection(server.getsockname())
    server.accept()[0].close()
    time.sleep(0.2)
    client.close()
    server.close()
    time.sleep(0.5)
    check("a port waits on the server's side", "port 29502: time-wait" in holders(29502))
    check("a store gets it nevertheless", is_free(29502))
    check("nothing listens on 29500 any more", "listening" not in waiting)
    check("a store gets 29500", is_free(29500))


@scenario("extra-time-wait-outgoing", needs=["linux"])
def extra_time_wait_outgoing():
    """How long a closed outgoing connection keeps its port."""
    from repro.scenario import measure

    prepare()
    client, accepted, port = outgoing_connection()
    client.close()
    accepted.close()
    since = time.monotonic()
    while not is_free(port) and time.monotonic() - since < 120:
        time.sleep(1)
    waited = time.monotonic() - since
    measure("until a store gets the port", waited_s=waited)
    check("about a minute", 50 < waited < 75)


@scenario("extra-endpoint-zero", needs=["linux"])
def extra_endpoint_zero():
    """What --standalone stands for, and did not before torch 2.1."""
    prepare()
    with first_job():
        words = "torchrun --rdzv-backend=c10d --rdzv-endpoint=127.0.0.1:0"
        check_two_ranks(*bash(f"{words} --nproc_per_node=2 train.py"))


@scenario("extra-shared-endpoint", needs=["linux"])
def extra_shared_endpoint():
    """The c10d rendezvous does not fail: the second launcher joins the store of the first."""
    prepare()
    words = "torchrun --rdzv-backend=c10d --rdzv-endpoint=127.0.0.1:29400"
    with job(f"{words} --rdzv-id=one --nproc_per_node=2 train.py", "rank 1 of 2"):
        other = bash(f"{words} --rdzv-id=two --nproc_per_node=2 train.py")
        check_two_ranks(*other)
        status, said = bash(f"{words} --rdzv-id=one --nproc_per_node=2 train.py", seconds=40)
        check("with the same id it waits for 40 s", status is None and "rank" not in said)


@scenario("extra-standalone-nodes", needs=["linux"])
def extra_standalone_nodes():
    """With --standalone, two nodes never meet."""
    prepare()
    words = "torchrun --standalone --nnodes=2 --nproc_per_node=1 train.py"
    status, said = bash(f"{words} & {words} & wait", seconds=40)
    check("nothing has started after 40 s", status is None and "rank" not in said)


@scenario(
    "extra-privileged",
    expect="DistNetworkError: The server socket has failed to bind. port: 80, useIpv6: 0, "
    "code: -13, name: EACCES, message: permission denied",
    needs=["linux"],
)
def extra_privileged():
    """A port below 1024, for a user who is not root: in a child, since there is no way back."""
    import torch.distributed as dist

    prepare()
    reads, writes = os.pipe()
    if os.fork() == 0:
        os.setuid(65534)
        try:
            dist.TCPStore("127.0.0.1", 80, 1, True)
        except dist.DistNetworkError as error:
            os.write(writes, f"{type(error).__name__}: {error}".encode())
        os._exit(0)
    os.wait()
    raise Said(os.read(reads, 4000).decode())


@scenario("extra-same-process", needs=["linux"])
def extra_same_process():
    """Within one process the port is shared: a notebook may destroy the group and make it anew."""
    prepare()
    import torch.distributed as dist

    url = {"init_method": "tcp://127.0.0.1:29500", "rank": 0, "world_size": 1}
    dist.init_process_group("gloo", **url)
    try:
        dist.init_process_group("gloo", **url)
    except ValueError as error:
        check("a second group has another message", "process group twice" in str(error))
    group = dist.new_group(backend="gloo")
    dist.destroy_process_group()
    check("the port is still taken", "port 29500: listening" in holders())
    dist.init_process_group("gloo", **url)
    check("and can be used again", dist.get_world_size() == 1 and group is not None)
