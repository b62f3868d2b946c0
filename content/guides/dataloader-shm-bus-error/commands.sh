#!/usr/bin/env bash
# Shell commands of this guide. my-image, my-pod and the sizes are yours to replace.

# region: fix-enlarge/docker
docker run --gpus all --shm-size=16g my-image python train.py
# endregion

# region: fix-enlarge/compose
# In compose.yaml, beside image:
#     shm_size: "16gb"
docker compose up --force-recreate
# endregion

# region: fix-enlarge/kubernetes
cat > shm-patch.yaml <<'EOF'
spec:
  template:
    spec:
      volumes:
        - name: dshm
          emptyDir: { medium: Memory, sizeLimit: 16Gi }
      containers:
        - name: my-container
          volumeMounts:
            - { name: dshm, mountPath: /dev/shm }
EOF
kubectl patch deployment my-training --patch-file shm-patch.yaml
# endregion

# region: fix-enlarge/remount
mount -o remount,size=8G /dev/shm  # as root, where mounting is allowed
df -h /dev/shm
# endregion

# region: fix-clean
ls -lh /dev/shm
# Deletes nothing while any job shares by file name: torch's helper of that job is running then.
grep -qs "[t]orch_shm_manager" /proc/[0-9]*/cmdline ||
  find /dev/shm -maxdepth 1 -user "$(id -u)" -name "torch_*" -print -delete
# endregion

# region: fix-fewer-tensors/limit
ulimit -n 65535
python train.py
# endregion
