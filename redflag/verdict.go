package redflag

import (
	"slices"
	"strings"
)

// Row is one of a table: the first row of an axis whose condition holds is the verdict. There is no
// score: every verdict names the row, and the row names its findings.
type Row struct {
	When    string // the condition in words, as docs/red-flags.md prints it
	holds   func(findings) bool
	Verdict string
	Reason  string
}

// TrustTable is the table by which findings become the verdict on trust.
func TrustTable() []Row { return slices.Clone(trustTable) }

// ContractTable is the table by which findings become the verdict on contract risk.
func ContractTable() []Row { return slices.Clone(contractTable) }

// Verdicts on trust.
const (
	Verifiable   = "verifiable"
	Unproven     = "unproven"
	Doubtful     = "doubtful"
	FraudSigns   = "fraud_signs"
	TrustUnknown = "unknown"
)

// trustTable is how findings become the verdict on trust, first match first.
//
// Two laws hold it in shape. A row must rest on what is known: no row asks for a finding to be unknown,
// except the last. And what is left blank must not help or hurt: fraud_signs needs only findings that are
// present, so hiding a fact cannot lead to it; verifiable needs the strongest evidence to be present, and
// no weaker flag undoes it: hashrate at a pool that the buyer can read is there, whatever else the seller
// says, and were a flag to undo it, hiding that flag would restore it. What the flag does is to say with
// the verdict that the proof must be tested first. The limit: where a document hides a sign of fraud whole
// (rows 1 to 3) and keeps the strongest proof, nothing in it can tell.
var trustTable = []Row{
	{"money is asked for before money is released (F22, critical)",
		weighs("F22_pay_to_withdraw", Critical), FraudSigns,
		"money is asked for before money is released"},
	{"a partner that is named denies it (F28)", isPresent("F28_false_endorsement"), FraudSigns,
		"a partner that the seller names denies it"},
	{"income is promised for the term (F01, critical)", weighs("F01_promised_payout", Critical), FraudSigns,
		"income is promised for the term, which no miner can know: the mark of a scheme that pays from deposits"},
	{"the same as in the next row, beside a flag on trust that is present with weight high or critical",
		both(
			both(isPresent("G3_payout_follows_revenue"), isPresent("G5_auditable_at_pool")),
			anyFlag(Trust, High, Critical),
		), Verifiable,
		"your hashrate is said to be seen at a pool that the seller does not run: if that is true it can be tested, and must be before anything is paid, since grave flags speak against it"},
	{"payouts follow revenue (G3) and the hashrate can be seen at a pool the seller does not run (G5)",
		both(isPresent("G3_payout_follows_revenue"), isPresent("G5_auditable_at_pool")), Verifiable,
		"your hashrate can be seen at a pool that the seller does not run, and payouts follow it"},
	{"any other flag on trust is present with weight high or critical",
		anyFlag(Trust, High, Critical), Doubtful,
		"the gravest of those flags, by its title, and nothing shown at a pool answers that"},
	{"what the payout follows is known, or any other rule on trust has an answer (but that a hashrate is named, F08)",
		anyKnown(Trust, "F08_nothing_to_price"), Unproven,
		"nothing grave stands in what was entered, " + nobodyAsked + ", and nothing shows that your hashrate exists"},
	{"words about a return or a guarantee stand in the document that are not understood (F03, unknown)",
		notRead, TrustUnknown,
		"the document has words about a return or a guarantee that were not understood, and says nothing else that bears on trust"},
	{"nothing is known", always, TrustUnknown, nothingSaid},
}

// nobodyAsked is what the table says of the seller; where he was looked up, Recorded.asked says that instead.
const nobodyAsked = "nobody was looked up"

// nothingSaid stands only where the document quotes no text; where it does, what was heard in it is said.
const (
	nothingSaid  = "the document says nothing that bears on trust"
	nothingHeard = "nothing was read in the words quoted, or stands beside them, that bears on trust"
)

// Verdicts on contract risk.
const (
	RiskLow     = "low"
	RiskMedium  = "medium"
	RiskHigh    = "high"
	RiskUnknown = "unknown"
)

// contractTable is how findings become the verdict on contract risk, first match first.
var contractTable = []Row{
	{"any flag on contract risk is present with weight high", anyFlag(ContractRisk, High, Critical), RiskHigh,
		"the seller holds a right that can end or empty the contract"},
	{"any flag on contract risk is present with weight medium", anyFlag(ContractRisk, Medium), RiskMedium,
		"each of those flags, by its title"},
	{
		"it is known that the seller may not change fees (F16 absent), and who may stop it (F15, F15a absent or light)",
		both(
			isAbsent("F16_fees_may_change"),
			both(isKnown("F15_may_stop_unprofitable"), isAbsent("F15a_may_stop_at_will")),
		),
		RiskLow,
		"fees are fixed, and the seller has no right to end it that could cost you much",
	},
	{"who may change fees or stop is not known", always, RiskUnknown,
		"the document does not say whether fees may change, or who may end the contract"},
}

// riskUnknown names what is missing where contract risk is not known.
func riskUnknown(f findings, quoted bool) string {
	var missing []string
	if f["F16_fees_may_change"].State == Unknown {
		missing = append(missing, "whether fees may change")
	}
	if f["F15_may_stop_unprofitable"].State == Unknown || f["F15a_may_stop_at_will"].State == Unknown {
		missing = append(missing, "in which cases the seller may end the contract")
	}
	if quoted {
		return "what was read does not say " + strings.Join(missing, ", or ")
	}
	return "the document does not say " + strings.Join(missing, ", or ")
}

// doubt names the gravest flag on trust, which an answer at a pool would have to outweigh.
func doubt(f findings) string {
	for _, weight := range []Severity{Critical, High} {
		for _, r := range Rules() {
			if r.Axis == Trust && weighs(r.ID, weight)(f) {
				return strings.ToLower(r.Title[:1]) + r.Title[1:] + ", and nothing shown at a pool answers that"
			}
		}
	}
	return "a grave flag is present, and nothing shown at a pool answers it"
}

// riskMedium is the titles of the flags that make contract risk medium, as one clause.
func riskMedium(f findings) string {
	var all []string
	for _, r := range Rules() {
		if r.Axis == ContractRisk && weighs(r.ID, Medium)(f) {
			all = append(all, strings.ToLower(r.Title[:1])+r.Title[1:])
		}
	}
	return strings.Join(all, ", and ")
}

// findings is the answers by rule.
type findings map[string]Finding

func isPresent(rule string) func(findings) bool {
	return func(f findings) bool { return f[rule].State == Present }
}

func isAbsent(rule string) func(findings) bool {
	return func(f findings) bool { return f[rule].State == Absent }
}

func isKnown(rule string) func(findings) bool {
	return func(f findings) bool { return f[rule].State == Absent || f[rule].State == Present }
}

func weighs(rule string, s Severity) func(findings) bool {
	return func(f findings) bool { return f[rule].State == Present && f[rule].Severity == s }
}

func both(a, b func(findings) bool) func(findings) bool {
	return func(f findings) bool { return a(f) && b(f) }
}

// notRead holds where words about income were not understood.
func notRead(f findings) bool {
	return f[statedReturn.ID].Unread
}

func always(findings) bool { return true }

// anyFlag holds where a flag of the axis is present with one of the weights.
func anyFlag(axis Axis, weights ...Severity) func(findings) bool {
	return func(all findings) bool {
		for _, f := range all {
			for _, w := range weights {
				if f.Axis == axis && f.State == Present && f.Severity == w {
					return true
				}
			}
		}
		return false
	}
}

// anyKnown holds where a rule of the axis has an answer, be it a flag or a good sign; context alone
// (severity info) is none, nor is the rule that is left out.
func anyKnown(axis Axis, but string) func(findings) bool {
	return func(all findings) bool {
		for _, f := range all {
			if f.Axis == axis && f.State != Unknown && f.Severity != Info && f.Rule != but {
				return true
			}
		}
		return false
	}
}

// decide is the first row that holds.
func decide(table []Row, all findings) Row {
	for _, r := range table {
		if r.holds(all) {
			return r
		}
	}
	panic("redflag: a table without a last row")
}
