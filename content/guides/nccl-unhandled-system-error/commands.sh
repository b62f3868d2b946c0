#!/usr/bin/env bash
# Shell commands of this guide. train.py is your script; my-image, eth0 and addresses are yours to replace.

# region: fix-read
NCCL_DEBUG=WARN torchrun --nproc_per_node=2 train.py > nccl.log 2>&1
grep "NCCL WARN" nccl.log
# endregion

# region: check-limits
df -h /dev/shm  # in the container of the job, on its node
ulimit -Hn      # open files
ulimit -l       # locked memory, for InfiniBand
env | grep ^NCCL_
# endregion

# region: fix-shm/docker
docker run --gpus all --shm-size=8g my-image torchrun --nproc_per_node=2 train.py
# endregion

# region: fix-shm/kubernetes
cat > shm-patch.yaml <<'EOF'
spec:
  template:
    spec:
      volumes:
        - name: dshm
          emptyDir: { medium: Memory, sizeLimit: 8Gi }
      containers:
        - name: my-container
          volumeMounts:
            - { name: dshm, mountPath: /dev/shm }
EOF
kubectl patch deployment my-training --patch-file shm-patch.yaml
# endregion

# region: fix-shm/remount
mount -o remount,size=8G /dev/shm  # as root, where mounting is allowed
df -h /dev/shm
# endregion

# region: fix-unset
env | grep ^NCCL_
unset NCCL_P2P_DISABLE NCCL_COMM_ID
# endregion

# region: fix-interface
ip -br -4 addr  # on every node: the interface in the network that all share
export NCCL_SOCKET_IFNAME=eth0 GLOO_SOCKET_IFNAME=eth0
# endregion

# region: check-port
python3 -c "import socket; print(socket.create_server(('', 50123)).accept()[1])"  # on node 0

python3 -c "import socket; socket.create_connection(('10.0.3.14', 50123), 5); print('reached')"
# endregion

# region: fix-infiniband
docker run --gpus all --network host --device /dev/infiniband --cap-add IPC_LOCK \
  --ulimit memlock=-1 --shm-size=8g my-image torchrun --nproc_per_node=8 train.py
# endregion

# region: fix-files
ulimit -Hn                # what may be asked for
ulimit -n "$(ulimit -Hn)"
# endregion
