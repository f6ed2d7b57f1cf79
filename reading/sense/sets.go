package sense

import "github.com/assaymining/assay/reading/language"

// The concepts that are asked for, by name and by group, looked up once.
var (
	isGuar    = language.Must("guar")
	isHost    = language.Must("host")
	isLossmay = language.Must("lossmay")
	isMay     = language.Must("may")
	isNeg     = language.Must("neg")
	isPer     = language.Must("per")
	isNorisk  = language.Must("norisk")
	isSetup   = language.Must("setup")
)

var (
	sExcuse, sFail, sGive  = setOf("excuse"), setOf("fail"), setOf("give")
	sGuar, sHedge          = setOf("guar"), setOf("hedge")
	sOther, sPast, sUnlike = setOf("other"), setOf("past"), setOf("unlike")
	sUncertain, sWait      = setOf("uncertain"), setOf("first need")
)

var (
	anyFee, anyLie, anyLossmay      = setOf("fee"), setOf("lie"), setOf("lossmay")
	anyMarket, anyNeed, anyNorisk   = setOf("market"), setOf("need"), setOf("norisk")
	anyNotneg, anyRefer, anyStake   = setOf("notneg"), setOf("refer"), setOf("stake")
	anyTerm, anyUptime, anyUs       = setOf("term"), setOf("uptime"), setOf("us")
	anyUsYou                        = setOf("us you")
	anyWhatever, anyNegFree         = setOf("whatever"), setOf("neg free")
	anyNotnegUnlike, anyReturnGive  = setOf("notneg unlike"), setOf("return give")
	anyGiveConstant                 = setOf("give constant")
	anyUnpaidAppraised, anyUnpaid   = setOf("unpaid appraised"), setOf("unpaid")
	anyFeePowerHost, anyHedgeUnsure = setOf("fee power host"), setOf("hedge uncertain")
	anyConstantWhateverGuar         = setOf("constant whatever guar")
	anyFeePowerHostKeepUptime       = setOf("fee power host keep uptime")
)

// anyDoubt is what makes the word beside it no promise: that he may lose, that whoever says it lies.
var anyDoubt = setOf("lossmay lie")

// anyOwed is words of what is to be paid.
var anyOwed = setOf("due fee bond")

// anyDiscount is words of what is cheaper.
var anyDiscount = setOf("discount")

// anyCharge is what a share can be asked for.
var anyCharge = setOf("fee keep refer market")

// anyTime is words of a time, and of what comes again in it.
var anyTime = setOf("day month week hour year daily weekly monthly hourly yearly")

// figureWords is words of figures and times.
var figureWords = setOf(`pct permille pctpre num frac hour day week month quarter year hourly daily weekly
	monthly quarterly yearly per months stop piece apiece`)
