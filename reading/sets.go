package reading

import "github.com/assaymining/assay/reading/language"

// The concepts that rules ask for, by name and by group, looked up once.
var (
	cPer        = language.Must("per")
	cStop       = language.Must("stop")
	isFail      = language.Must("fail")
	isBack      = language.Must("back")
	isAtend     = language.Must("atend")
	isCap       = language.Must("cap")
	isFee       = language.Must("fee")
	isGuar      = language.Must("guar")
	isRow       = language.Must("row")
	isChange    = language.Must("change")
	isMay       = language.Must("may")
	isNeg       = language.Must("neg")
	isOutput    = language.Must("output")
	isNorisk    = language.Must("norisk")
	isPool      = language.Must("pool")
	isSolo      = language.Must("solo")
	isTerminate = language.Must("terminate")
	isVary      = language.Must("vary")
	isWhatever  = language.Must("whatever")
	isYou       = language.Must("you")
	isVirtual   = language.Must("virtual")
	isUncertain = language.Must("uncertain")
	isUnprofit  = language.Must("unprofit")
)

// setOf is the concepts named in a text.
func setOf(names string) language.Set { return language.SetOf(names) }

var (
	sNeg, sFail    = setOf("neg"), setOf("fail")
	sUnlike, sPast = setOf("unlike"), setOf("past")
	anyWhatever    = setOf("whatever")
	anyYou         = setOf("you refer fee need due first hedge lossmay")
)

// anyDoubt is what makes the word beside it no promise: that he may lose, that whoever says it lies.
var anyDoubt = setOf("lossmay lie")

// anyEnding is what comes with an end that frauds promise; ofPromise what is promised beside a stake.
var (
	anyEnding  = setOf("return norisk")
	ofPromise  = setOf("return give whatever guar protect back")
	anyService = setOf("service uptime excuse host power fee")
	anyWhole   = setOf("whole")
	anySafe    = setOf("protect guar norisk")

	anyStakeGive = setOf("stake give")
)

// What was paid, and what else does not come back, or not without a condition.
var anyPaidIn, notPaid = setOf("stake price"), setOf("bond first guar norisk fail return")

var (
	notContinued = setOf(`fee power host keep price uptime hash pool service market discount hedge lossmay lie
		other cap notice`)
)

// Groups of one line.
var (
	anyOfService                             = setOf("fee power host discount uptime")
	anyLie                                   = setOf("lie")
	anyBack, anyBackAtendRelease             = setOf("back"), setOf("back atend release")
	anyBackReleaseGive, anyBasis             = setOf("back release give"), setOf("basis")
	anyBasisKeep, anyBond, anyBondHostDefect = setOf("basis keep"), setOf("bond"), setOf("bond host defect")
	anyBondHostNegExcuse                     = setOf("bond host neg excuse")
	anyChangeFee, anyChangeVary              = setOf("change fee"), setOf("change vary")
	anyConstant                              = setOf("constant")
	anyConstantGuar, anyConstantWhateverGuar = setOf("constant guar"), setOf("constant whatever guar")
	anyConstantWhateverGuarProtectMore       = setOf("constant whatever guar protect norisk fail back due")
	anyDayMonthWeek, anyDiscount             = setOf("day month week"), setOf("discount")
	anyFeePower                              = setOf("fee power")
	anyFeePowerKeep                          = setOf("fee power keep")
	anyFeePowerHost                          = setOf("fee power host")
	anyFeePowerHostKeepMore                  = setOf("fee power host keep bond setup")
	anyFeePowerHostPrice                     = setOf("fee power host price")
	anyFirst                                 = setOf("first")
	anyGiveBack                              = setOf("give back")
	anyHash, anyHedge, anyHost               = setOf("hash"), setOf("hedge"), setOf("host")
	anyKeep, anyLevel, anyLossmay            = setOf("keep output excuse"), setOf("level"), setOf("lossmay")
	anyLossmayHedge                          = setOf("lossmay hedge")
	anyMarket                                = setOf("market")
	anyMarketCoin, anyMinpay                 = setOf("market"), setOf("minpay")
	anyNeed, anyNegFree                      = setOf("need"), setOf("neg free")
	anyNegOtherLossmay                       = setOf("neg other lossmay")
	anyNotice, anyNotneg                     = setOf("notice"), setOf("notneg")
	anyOther, anyOtherNotneg                 = setOf("other"), setOf("other notneg")
	anyOutput, anyOutputReturn               = setOf("output"), setOf("output return")
	anyPartReturnGive                        = setOf("part return give stake")
	anyPast                                  = setOf("past")
	anyRefer, anyReferLevel                  = setOf("refer"), setOf("refer level")
	anyReleaseGive                           = setOf("release give basis")
	anyReturnGive                            = setOf("return give")
	anyReturnGiveStakeRelease                = setOf("return give stake release")
	anyReturnStake, anySecret, anyStake      = setOf("return stake"), setOf("secret"), setOf("stake")
	anyStakePriceDue, anyStakeReturn         = setOf("stake price due"), setOf("stake return")
	anyTerminatePause                        = setOf("terminate pause")
	anyTerminatePauseAtend                   = setOf("terminate pause atend")
	anyTerminatePauseCap                     = setOf("terminate pause cap")
	anyUnprofit                              = setOf("unprofit")
	anyUnprofitRowUnpaidNoticeMore           = setOf("unprofit row unpaid notice past question uptime")
	anyUsUnlike, anyUsYou                    = setOf("us unlike"), setOf("us you")
	setSurplus                               = setOf("surplus")
)

var (
	anyAtend           = setOf("atend")
	anyPower, anyPrice = setOf("power"), setOf("price host")
	anyVaryChange      = setOf("vary change")
	anyMonthly         = setOf("months month monthly year yearly week weekly quarter daily")
)

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
