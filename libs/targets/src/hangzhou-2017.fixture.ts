import type { Polarity } from '#contracts';

/** One plan row as kpi.csv has it, in short. */
export interface PlanLine {
  no: string;
  indicator: string;
  polarity: Polarity;
  target: string;
  operator: string;
  value: number | null;
  unit: string;
  decomposition: string;
  units: string[];
  year?: number;
}

const line = (
  no: string,
  indicator: string,
  polarity: Polarity,
  target: string,
  measure: [operator: string, value: number, unit: string] | null,
  decomposition: string,
  units: string[],
  year?: number,
): PlanLine => ({
  no,
  indicator,
  polarity,
  target,
  operator: measure?.[0] ?? '',
  value: measure?.[1] ?? null,
  unit: measure?.[2] ?? '',
  decomposition,
  units,
  ...(year === undefined ? {} : { year }),
});

const UP = 'higher_is_better';
const DOWN = 'lower_is_better';
const ABOVE = 'assigned_from_above';

/** Hangzhou’s plan rows of 2017, and those of KPI 24, which begins in 2018. */
export const PLAN_LINES: PlanLine[] = [
  line('1', '地区生产总值', UP, '增长8%', ['=', 8, '%'], 'yearly_growth_rate', ['各区、县（市）政府']),
  line('2', '地方一般公共预算收入', UP, '增长7.5%', ['=', 7.5, '%'], 'yearly_growth_rate', ['市财政局']),
  line('3', '有效投资', UP, '完成市政府下达指标', null, ABOVE, ['市发改委']),
  line('4', '“1+6”产业增加值', UP, '完成市政府下达指标', null, ABOVE, [
    '市经信委',
    '市发改委',
    '市文创办',
    '市旅委',
    '市金融办',
  ]),
  line(
    '5',
    '研究与试验发展经费支出占生产总值比重',
    UP,
    '比2015年累计增加0.5个百分点',
    ['=', 0.5, '个百分点'],
    'cumulative_increase',
    ['市科委'],
  ),
  line(
    '6',
    '人才总量与高层次人才引进',
    UP,
    '人才总量年均增长5.3%。高层次人才引进完成市下达指标',
    ['=', 5.3, '%'],
    `avg_annual_growth_rate+${ABOVE}`,
    ['市委人才办', '市人力社保局'],
  ),
  line(
    '7',
    '规模以上高新技术产业增加值占规模以上工业增加值比重',
    UP,
    '比2015年累计增加8.2个百分点',
    ['=', 8.2, '个百分点'],
    'cumulative_increase',
    ['市科委'],
  ),
  line('8', '空气质量', DOWN, '51μg/m3', ['<=', 51, 'μg/m3'], 'yearly_level', ['市环保局']),
  line('9', '空气质量', UP, '市区日空气质量优良天数达到280天', ['=', 280, '天'], 'yearly_level', ['市环保局']),
  line('10', '水质达到或优于Ⅲ类省控断面比例', UP, '80%', ['=', 80, '%'], 'yearly_level', ['市环保局']),
  line('11', '单位生产总值能耗降低', UP, '完成当年省下达指标', null, ABOVE, ['市经信委']),
  line('12', '居民人均可支配收入', UP, '年均增长8%', ['=', 8, '%'], 'avg_annual_growth_rate', ['各区、县（市）政府']),
  line('13', '城镇保障性安居工程', UP, '竣工62176套', ['=', 62176, '套'], 'yearly_amount', ['市建委']),
  line('14', '调查失业率', DOWN, '调查失业率低于5%', ['<', 5, '%'], 'yearly_level', ['市人力社保局']),
  line(
    '15',
    '每千名老人拥有社会养老床位数',
    UP,
    '“十三五”期间每千名老人拥有床位数累计增加10张',
    ['=', 10, '张'],
    'cumulative_increase',
    ['市民政局'],
  ),
  line('16', '人均公共文化设施面积', UP, '完成市政府下达指标', null, ABOVE, ['市文广新闻出版局']),
  line('17', '公共图书馆（阅览室）开放', UP, '公共图书馆，每周开放时间不少于60小时', null, 'compliance_task', [
    '市文广新闻出版局',
  ]),
  line('18', '文保单位保护区划划定完成率', UP, '年均增长5%', ['=', 5, '%'], 'avg_annual_growth_rate', ['市园文局']),
  line(
    '19',
    '非物质文化遗产保护',
    UP,
    '国家级、省级非物质文化遗产名录项目，年均分别增加1个、5个',
    null,
    'avg_annual_increment',
    ['市文广新闻出版局'],
  ),
  line('20', '户籍人口城镇化率', UP, '“十三五”期间累计增加2.5个百分点', ['=', 2.5, '个百分点'], 'cumulative_increase', [
    '各区、县（市）政府',
  ]),
  line('21', '实际利用外资金额', UP, '年均增长5%', ['=', 5, '%'], 'avg_annual_growth_rate', ['市投资促进局']),
  line('22', '外贸出口总额占全国比重', UP, '占全国比重达20.4‰', ['=', 20.4, '‰'], 'yearly_level', ['市商务委']),
  line('23', '空港国际及地区通航点', UP, '“十三五”期间累计增加9个左右', ['≈', 9, '个'], 'cumulative_increase', [
    '口岸办',
  ]),
  line(
    '24',
    '境外游客入境游人数、旅游外汇收入',
    UP,
    '年均分别增长4%和8%',
    null,
    'avg_annual_growth_rate',
    ['市旅委'],
    2018,
  ),
  line('25', '国际机构和代表处（签约）', UP, '“十三五”期间累计新增10个左右', ['≈', 10, '个'], 'cumulative_increase', [
    '市国推办',
  ]),
];

/** Groups of units, and who belongs to them. */
export const GROUPS: Record<string, string[]> = {
  '各区、县（市）政府':
    '上城区 下城区 江干区 拱墅区 西湖区 滨江区 萧山区 余杭区 富阳区 临安区 桐庐县 淳安县 建德市'.split(' '),
};

/** Units that the plan does not name. */
export const OTHER_UNITS = ['市教育局', '市城管委', '市考评办'];
