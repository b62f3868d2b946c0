import {loadSignatures} from './src/authoring/signatures.ts'; import {pack,openPack,find} from './src/lib/finder/index.ts';
import {textsOf} from './src/lib/finder/texts.ts'; import inspector from 'node:inspector';
import { hostileInputs } from './tests/bench/finder/hostile.ts';
const p=pack(loadSignatures('content'));
const s=new inspector.Session(); s.connect(); const post=(m,a)=>new Promise((r,j)=>s.post(m,a,(e,x)=>e?j(e):r(x)));
await post('Profiler.enable'); await post('Profiler.setSamplingInterval',{interval:200});
async function prof(n,f){ await post('Profiler.start'); f(); const {profile}=await post('Profiler.stop');
 const self=new Map(); const dt=profile.timeDeltas; const byId=new Map(profile.nodes.map(x=>[x.id,x])); profile.samples.forEach((id,i)=>{const x=byId.get(id).callFrame; const k=x.functionName+' '+x.url.split('/').pop()+':'+x.lineNumber; self.set(k,(self.get(k)??0)+dt[i]/1000)});
 console.log('##',n); [...self].sort((a,b)=>b[1]-a[1]).slice(0,12).forEach(([k,v])=>console.log('  ',v.toFixed(1),k)); }
for(let i=0;i<3;i++) textsOf(openPack({...p}));
await prof('texts x5',()=>{for(let i=0;i<5;i++) textsOf(openPack({...p}))});
const ix=openPack(p); textsOf(ix); find('a',ix,{locale:'en'});
for(const k of ['Han','distinct words','almost a match with gaps','misspelt words','words of every template','JSON','progress bars']) { const t=hostileInputs[k](); await prof(k,()=>find(t,ix,{locale:'en'})); }
