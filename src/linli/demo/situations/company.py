"""The property company: service, fees, common income."""

from linli.demo.situations.schema import Situation

SITUATIONS = (
    Situation(
        "property_service",
        "community",
        "打了三次报修电话都说派人，一直没人来。",
        "查实派单漏记，经理上门道歉，当天修好；报修改为回执制。",
    ),
    Situation(
        "property_service",
        "gate",
        "保安态度不好，问路爱答不理。",
        "当班人员已培训，经理回电致歉。",
    ),
    Situation(
        "property_service",
        "entrance",
        "楼道窗户坏了报了 {days} 天，说没配件。",
        "配件到货，窗户已修好。",
    ),
    Situation(
        "property_service",
        "community",
        "绿化带的洒水把路人都淋了，也不看着点。",
        "洒水改到清晨 5 点，喷头角度已调。",
    ),
    Situation(
        "property_service",
        "building",
        "楼顶的门长期锁着，检查太阳能要找半天钥匙。",
        "钥匙在值班室登记即可借用，电话贴在门上。",
    ),
    Situation(
        "property_service",
        "facility",
        "车库的杂物间一直堆着旧家具，有老鼠。",
        "杂物清空，投放鼠药并封堵孔洞。",
    ),
    Situation(
        "property_service",
        "community",
        "冬天下雪路面结冰，扫雪的太晚了。",
        "降雪当天 6 点前扫出主路，备融雪剂和防滑垫。",
        "",
        (11, 12, 1, 2, 3),
    ),
    Situation(
        "property_fees",
        "dwelling",
        "物业费单子上多了一项公共水费，以前没有，是什么？",
        "多收部分 {number} 元已退回，收费明细在公示栏公开。",
    ),
    Situation(
        "property_fees",
        "community",
        "电梯里的广告收入算谁的？请公开一下。",
        "上半年广告收入已公示，入公共收益专账。",
    ),
    Situation(
        "property_fees",
        "parking_space",
        "车位费涨了，涨价通知在哪里看？",
        "涨价未经协商，已暂缓，按原价收取。",
    ),
    Situation(
        "property_fees",
        "dwelling",
        "房子空着没人住，物业费能不能打折？",
        "按合同空置满半年可申请，已告知所需材料。",
    ),
    Situation(
        "property_fees",
        "dwelling",
        "装修押金交了一年了还不退。",
        "验收合格，押金已原路退回。",
    ),
    Situation(
        "owners_committee",
        "community",
        "业委会什么时候换届？大家都不知道进展。",
        "筹备组名单已公示，候选人报名至月底。",
    ),
    Situation(
        "owners_committee",
        "community",
        "想成立业委会，需要多少人同意，怎么走流程？",
        "已发给流程说明，街道约定本周五到服务站面谈。",
    ),
)
