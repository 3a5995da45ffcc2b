/** What people here like to take, in pinyin: lists of leaked passwords from elsewhere know few of them. */
export const CHINESE_FAVOURITES: readonly string[] = [
  // Love, family, moods.
  ...'woaini woaini1314 woaini520 woaini521 woaini123 aini aini1314 love1314 love520 woainima woaimama woaibaba'.split(
    ' ',
  ),
  ...'woaiwojia woaiziji woaiwoziji woailaopo woailaogong laopo laogong laopo520 laopo521 baobei baobao qinaide'.split(
    ' ',
  ),
  ...'wodezuiai zhendeaini jiushiaini wozhiaini woxiangni xiangni xihuanni yongyuan xingfu kuaile kaixin haohao'.split(
    ' ',
  ),
  ...'tiantian xiaoxiao yangyang mengmeng tingting jingjing beibei doudou longlong maomao huanhuan'.split(' '),
  // What one says before a locked door.
  ...'mima wodemima meiyoumima wangjimima wangle buzhidao wobuzhidao bugaosuni zhimakaimen kaimen qingjin'.split(' '),
  ...'nihao nihaoma woshishui woshishei nishishui wojiushiwo woshiwo woshishen caonima wocaonima shabi'.split(' '),
  // Country, places, the office.
  ...'zhongguo woaizhongguo zhonghua renmin weirenminfuwu gongchandang beijing shanghai guangzhou shenzhen'.split(' '),
  ...'hangzhou zhejiang nanjing wuhan chengdu chongqing tianjin xian zhengfu shizhengfu bangongshi guanliyuan'.split(
    ' ',
  ),
  ...'xitong ceshi yonghu denglu zhanghao kouling mimi anquan wangluo diannao fuwuqi shujuku jixiao kaohe mubiao'.split(
    ' ',
  ),
  // Names of firms and services.
  ...'taobao alipay zhifubao weixin wechat tencent huawei xiaomi baidu sina lenovo inspur dingding'.split(' '),
  // Family names, alone before digits.
  ...'wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han'.split(
    ' ',
  ),
  ...'tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du'.split(
    ' ',
  ),
  ...'dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao'.split(
    ' ',
  ),
  ...'meng long wan duan lei qian yin yi chang qiao lai gong wen'.split(' '),
  // Where a form asks for letters and digits.
  ...'a aa aaa ab abc abcd q qq w ww www z zz zx zxc as asd qwe qwer asdf zxcv aaaa root sys admin'.split(' '),
];

/** Numbers that sound like a wish or a vow, the longer before the shorter. */
export const LUCKY_NUMBERS: readonly string[] =
  '5845201314 5845211314 5201314520 5201314 5211314 3344520 1314520 1314521 7758521 7758258 7758520 584520 584521 201314 211314 1314 520 521 168 110 119 120'.split(
    ' ',
  );
