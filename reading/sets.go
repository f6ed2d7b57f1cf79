package reading

import "github.com/assaymining/assay/reading/language"

// The concepts that rules ask for, by name and by group, looked up once.
var (
	isCap       = language.Must("cap")
	isFee       = language.Must("fee")
	isHost      = language.Must("host")
	isRow       = language.Must("row")
	isChange    = language.Must("change")
	isMay       = language.Must("may")
	isNeg       = language.Must("neg")
	isNorisk    = language.Must("norisk")
	isPool      = language.Must("pool")
	isSolo      = language.Must("solo")
	isTerminate = language.Must("terminate")
	isVary      = language.Must("vary")
	isVirtual   = language.Must("virtual")
	isUnprofit  = language.Must("unprofit")
)

var (
	anyTime                            = setOf("day month week hour year daily weekly monthly hourly yearly")
	anyCharge                          = setOf("fee keep refer market")
	anyMinpay                          = setOf("minpay")
	anyBack                            = setOf("back")
	anyBackAtendRelease                = setOf("back atend release")
	anyBackReleaseGive                 = setOf("back release give")
	anyBasis                           = setOf("basis")
	setSurplus                         = setOf("surplus")
	anyBasisKeep                       = setOf("basis keep")
	anyBond                            = setOf("bond")
	anyBondHost                        = setOf("bond host")
	anyBondHostNegExcuse               = setOf("bond host neg excuse")
	anyChangeFee                       = setOf("change fee")
	anyConstant                        = setOf("constant")
	anyConstantWhateverGuar            = setOf("constant whatever guar")
	anyConstantWhateverGuarProtectMore = setOf("constant whatever guar protect norisk fail back due")
	anyDayMonthWeek                    = setOf("day month week")
	anyFeePower                        = setOf("fee power")
	anyFeePowerHostKeepMore            = setOf("fee power host keep bond setup")
	anyFeePowerHostKeepMore2           = setOf("fee power host keep uptime")
	anyFeePowerHostPrice               = setOf("fee power host price")
	anyFeePowerKeepOutputMore          = setOf("fee power keep output hedge")
	anyFirst                           = setOf("first")
	anyGiveReturnBackStake             = setOf("give return back stake")
	anyHash                            = setOf("hash")
	anyHedge                           = setOf("hedge")
	anyHost                            = setOf("host")
	anyLossmay                         = setOf("lossmay")
	anyLossmayHedge                    = setOf("lossmay hedge")
	anyLossmayQuestion                 = setOf("lossmay question")
	anyLevel                           = setOf("level")
	anyMarket                          = setOf("market")
	anyMayCapNotice                    = setOf("may cap notice")
	anyNeed                            = setOf("need")
	anyNegFree                         = setOf("neg free")
	anyNegOtherLossmay                 = setOf("neg other lossmay")
	anyNotneg                          = setOf("notneg")
	anyOtherNotneg                     = setOf("other notneg")
	anyPast                            = setOf("past")
	anyPause                           = setOf("pause")
	anyRefer                           = setOf("refer")
	anyReferLevel                      = setOf("refer level")
	anyReleaseGive                     = setOf("release give basis")
	anyAtend                           = setOf("atend")
	anyFeePowerHost                    = setOf("fee power host")
	anyOutputReturn                    = setOf("output return")
	anyEachTime                        = setOf("daily weekly monthly quarterly yearly")
	anyReleaseExcuse                   = setOf("release excuse")
	anyReturnGiveStakeRelease          = setOf("return give stake release")
	anySecret                          = setOf("secret")
	anyStake                           = setOf("stake")
	anyTerminate                       = setOf("terminate")
	anyTerminatePauseAtend             = setOf("terminate pause atend")
	anyTerminatePause                  = setOf("terminate pause")
	anyTerminatePauseCap               = setOf("terminate pause cap")
	anyUnprofit                        = setOf("unprofit")
	anyUnprofitRowUnpaidNoticeMore     = setOf("unprofit row unpaid notice past question uptime")
	anyUnpaidAppraised                 = setOf("unpaid appraised")
	figureWords                        = setOf(`pct permille pctpre num frac hour day week month quarter
		year hourly daily weekly
		monthly quarterly yearly per months stop`)
	anyUs           = setOf("us")
	anyLure         = setOf("lure")
	anyLossmayOther = setOf("lossmay other")
	anyNorisk       = setOf("norisk")
	anyMarketCoin   = setOf("market")
	anyStakeReturn  = setOf("stake return")
	anyTimeGuar     = setOf("hour day week month year guar constant")
	anyOther        = setOf("other")
	anyUsUnlike     = setOf("us unlike")
)

// setOf is the concepts named in a text.
func setOf(names string) language.Set { return language.SetOf(names) }

var (
	anyBondSetup = setOf("bond setup")
	anyOutput    = setOf("output")
)

// figureOrMoney is words of figures, and those of a time or a currency.
var figureOrMoney = setOf(`pct permille pctpre num frac hour day week month quarter year per months stop cur
	cents to price term atend`)

var (
	anyReport        = setOf("report")
	anyUnlike        = setOf("unlike")
	anyUsYou         = setOf("us you")
	anyGiveConstant  = setOf("give constant")
	anyStakePriceDue = setOf("stake price due")
	anyKeep          = setOf("keep output excuse")
)

var anyReturnGive = setOf("return give")

var ofChange = setOf("nochange constant change")

var (
	anyNotnegUnlike = setOf("notneg unlike")
	anyDiscount     = setOf("discount")
)

var anyGiveBack = setOf("give back")

var (
	cNum, cFrac = language.Must("num"), language.Must("frac")
	cAnd        = language.Must("to")
)

// anyDoubt is what makes the word beside it no promise: that he may lose, that whoever says it lies.
var anyDoubt = setOf("lossmay lie")

// anyChargeOfUs is what the seller takes, so that a no beside it is of that.
var anyChargeOfUs = setOf("fee keep")

// What tells amounts that grow from ranges, and from what a fleet or a market did.
var (
	anyFrom     = setOf("atleast minpay")
	anyTo       = setOf("to upto")
	anyPressure = setOf("pressure")
	notFromTo   = setOf(`market hash power fee host excuse service uptime hedge other lossmay proof speed neg
		notice discount terminate`)
	anyReturnStake    = setOf("return stake")
	anyPartReturnGive = setOf("part return give stake")
)

var (
	anyConstantGuar = setOf("constant guar")
	anyChangeVary   = setOf("change vary")
	anyMonthly      = setOf("months month monthly year yearly week weekly quarter daily")
	notContinued    = setOf(`fee power host keep price uptime hash pool service market discount hedge lossmay lie
		other cap notice`)
)

var (
	anyNotice    = setOf("notice")
	anyMay       = setOf("may")
	anyMayNotice = setOf("may notice")
	// notIt is what else may change: the pool, the machines, the output.
	notIt = setOf(`pool choice hash output return market uptime machine service excuse stake refer terminate
		pause row unprofit solo virtual`)
)

var (
	anyPaid     = setOf("give release")
	anyOnceHost = setOf("once host")
)
