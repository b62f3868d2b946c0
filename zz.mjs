import {loadSignatures} from './src/authoring/signatures.ts'; import {pack,openPack,find,findExact} from './src/lib/finder/index.ts';
import {textsOf} from './src/lib/finder/texts.ts'; import {read} from './src/lib/finder/reading.ts'; import {claims} from './src/lib/finder/claims.ts';
const p=pack(loadSignatures('content'));
const frames=Array.from({length:19},(_,i)=>`[rank0]:   File "/opt/venv/lib/python3.11/site-packages/torch/nn/modules/module.py", line ${1500+i}, in _call_impl
[rank0]:     return forward_call(*args, **kwargs)
[rank0]:            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`).join('');
const t=frames+`[rank0]:     out, softmax_lse, S_dmask, rng_state = flash_attn_gpu.fwd(
[rank0]: RuntimeError: FlashAttention only support fp16 and bf16 data type
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:`;
const cpu=(n,f)=>{const c=process.cpuUsage();const r=f();const d=process.cpuUsage(c);console.log(n.padEnd(20),((d.user+d.system)/1000).toFixed(1));return r};
for(let i=0;i<4;i++){ const ix=cpu('open',()=>openPack({...p})); cpu('read',()=>read(t)); cpu('exact',()=>findExact(t,ix)); cpu('texts',()=>textsOf(ix)); cpu('find',()=>find(t,ix,{locale:'en'})); cpu('find2',()=>find(t,ix,{locale:'en'})); console.log('--')}
