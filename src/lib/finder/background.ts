/**
 * Words that many errors share. With a few dozen guides the corpus itself cannot know that "object has no attribute"
 * is common, so these count a third in the overlap, and a template made of nothing else is not distinctive.
 */
const WORDS = `
a an and any are as at be been but by can cannot cant could did do does doesnt dont for from get got had has have how i if in into is
isnt it its just may me more my new no not now of off on one only or our out over same set should so some such than that the their them then
there these they this to too try up use used using via was we were what when where which while why will with would yes you your
after again all also before both during each even ever every first found given instead last long made make many most much must need needed
needs never next other please see still sure take trying two until want way without
abort aborted argument arguments args assertion assertionerror attribute attributeerror attempt available been bug call called caught
class code command compiled config could current data default detected different directory error errors exception exec execution exit
expected fail failed fails failing failure file files following function got have here importerror indexerror info input inputs install
installed internal invalid issue keyerror keyword kwargs line list load loaded loading local main maybe message method missing model models
module modulenotfounderror modules name named notimplementederror number object option options oserror output package packages parameter
parameters pass passed path pip process program py python raise raised received required requires return returned run running runtime
runtimeerror script self size source start step stop support supported supports system traceback train training true false none try
type typeerror types unable unexpected unknown update user value valueerror values variable version versions warning work working works
ubuntu windows linux colab kaggle notebook gpu gpus cpu torch pytorch cuda nvidia tensor tensors llm lora qlora sft finetune finetuning
fine tuning tune
errno exist exists filenotfounderror permissionerror ioerror memoryerror timeouterror unicodedecodeerror stopiteration zerodivisionerror
recursionerror connectionerror environmenterror nonetype nameerror syntaxerror overflowerror futurewarning userwarning deprecationwarning
`;

/** Chinese function characters: particles, pronouns, and what every question holds. */
const HAN =
  '的了是在我你他她它们这那有没不和就都也很要会可以吗呢吧啊么什怎样如何为何请问求解大家各位一个个次下上里中后前时候到用跑训练出现报错误问题提示运行';

const BACKGROUND: ReadonlySet<string> = new Set([
  ...WORDS.split(/\s+/).filter(Boolean).sort(),
  ...HAN.split(''),
]);

/** Tokens that say little by themselves. */
export const backgroundTokens: readonly string[] = [...BACKGROUND];

/** True for tokens that say little by themselves, numbers among them. */
export function isBackground(token: string): boolean {
  return BACKGROUND.has(token) || /^\d+$/.test(token);
}
