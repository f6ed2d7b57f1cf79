package redflag

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/redflag/promise"
)

// Report is all that the rules say about an offer.
type Report struct {
	Trust        Verdict
	ContractRisk Verdict
	Findings     []Finding        // flags and good signs in the order of Rules, then each claim
	Record       grounds.Recorded // what the public record holds of the seller
	Anchors      []grounds.Anchor
	Warning      string          // the sentence to begin with, where nothing that it would pay may be told; else empty
	RunOff       *promise.RunOff // nil where no rate is promised
	Questions    []string        // to ask the seller, the most telling first
	WouldChange  []string        // what would move the verdict on trust
}

// Verdict is a word of the table, its row and why.
type Verdict struct {
	Word   string
	Reason string   // why, in one clause, for a sentence
	Row    string   // the condition that held
	Rules  []string // findings present that led to it, gravest first
}

// Rules is every rule that is judged once per offer, in the order of the page.
func Rules() []Rule {
	return []Rule{
		promisedPayout, guaranteedIncome, statedReturn, onePercentADay, doublingInAYear, aboveWhatHashrateEarns, promiseCannotLast, referral,
		multilevelReferral, nothingToPrice, noClearFees, noDataCentre, noPoolProof, leadersUnknown, ownToken, dollarsInBitcoinOut,
		mayStopUnprofitable, mayStopAtWill, feesMayChange, earningsHeld, noRiskDisclosed, noResale, shortFixedPlan, notRegistered,
		belowCost, payToWithdraw, bonus, oversold, principalReturned, copiedTerms, falseEndorsement, historyOlderThanDomain, noMakerConfirms, efficiencyBeyondMachines, nothingMines,
		orderedAgainst,
		atOrAboveSpot,
		historyAndLeaders, fixedFees, payoutFollowsRevenue, noGuarantee, auditableAtPool, terminationDescribed,
		recordFor,
	}
}

// ClaimRules is the rules that are judged once for each claim of their kind.
func ClaimRules() []Rule { return slices.Clone(claimRules) }

// Judge asks every rule. It is a pure function of the facts.
func Judge(f grounds.Facts) Report {
	f = f.Once(context.Background())
	recorded, quoted := f.Recorded(), f.Said().Stands
	r := Report{RunOff: runOff(f)}
	f.Promise = r.RunOff
	by := findings{}
	for _, rule := range Rules() {
		one := rule.finding(rule.Judge(f))
		r.Findings = append(r.Findings, one)
		by[rule.ID] = one
	}
	r.Findings = append(r.Findings, judgeClaims(f)...)
	r.Trust = word(trustTable, by, Trust)
	r.Trust.Reason = asked(recorded, r.Trust.Reason)
	r.ContractRisk = word(contractTable, by, ContractRisk)
	if r.Trust.Word == TrustUnknown && r.Trust.Reason == nothingSaid && quoted {
		r.Trust.Reason = nothingHeard
	}
	if r.Trust.Word == Doubtful {
		r.Trust.Reason = doubt(by)
	}
	switch r.ContractRisk.Word {
	case RiskMedium:
		r.ContractRisk.Reason = riskMedium(by)
	case RiskUnknown:
		r.ContractRisk.Reason = riskUnknown(by, quoted)
	}
	r.Record = recorded
	r.Anchors = f.Anchors()
	r.Warning = warning(f, by, r)
	r.Questions = questions(r.Findings)
	r.WouldChange = wouldChange(r.Trust.Word, by)
	for i := range r.Findings {
		r.Findings[i].Sources = slices.DeleteFunc(r.Findings[i].Sources,
			func(s cite.Source) bool { return s == cite.Source{} })
	}
	return r
}

// word decides an axis and lists the flags behind it.
func word(table []Row, all findings, axis Axis) Verdict {
	r := decide(table, all)
	v := Verdict{Word: r.Verdict, Reason: r.Reason, Row: r.When, Rules: []string{}}
	var led []Finding
	for _, f := range all {
		if f.Axis == axis && f.State == Present && rank(f.Severity) <= rank(Medium) {
			led = append(led, f)
		}
	}
	slices.SortFunc(led, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank(a.Severity), rank(b.Severity)), cmp.Compare(a.Rule, b.Rule))
	})
	for _, f := range led {
		v.Rules = append(v.Rules, f.Rule)
	}
	return v
}

// Sentence is the warning, where there is one, and the two axes in two plain sentences, each with its reason.
func (r Report) Sentence() string {
	if r.Warning != "" {
		return r.Warning + " " + r.axes()
	}
	return r.axes()
}

func (r Report) axes() string {
	return "Trust: " + strings.ReplaceAll(r.Trust.Word, "_", " ") + "; " + r.Trust.Reason + ". " +
		"Contract risk: " + r.ContractRisk.Word + "; " + r.ContractRisk.Reason + "."
}

func rank(s Severity) int {
	return slices.Index([]Severity{Critical, High, Medium, Low, Info, Good}, s)
}

// mostQuestions is how many questions a buyer will put.
const mostQuestions = 8

// questions is those of the gravest findings that are open or present, the strongest proof first.
func questions(all []Finding) []string {
	var asked []*Finding
	for i := range all {
		f := &all[i]
		weighty := rank(f.Severity) <= rank(Medium) || f.Rule == auditableAtPool.ID
		if f.Question != "" && weighty {
			asked = append(asked, f)
		}
	}
	order := func(f *Finding) int {
		if f.Rule == auditableAtPool.ID {
			return -1
		}
		if f.State == Unknown {
			return 2*rank(f.Severity) + 1
		}
		return 2 * rank(f.Severity)
	}
	slices.SortStableFunc(asked, func(a, b *Finding) int { return cmp.Compare(order(a), order(b)) })
	out := []string{}
	for _, f := range asked {
		if !slices.Contains(out, f.Question) && len(out) < mostQuestions {
			out = append(out, f.Question)
		}
	}
	return out
}

// wouldChange says what would move the verdict on trust, and where to.
func wouldChange(trust string, all findings) []string {
	proof := "ask for a read-only pool account showing your hashrate, at a pool that the seller does not run, or name the pool yourself: with payouts that follow it, trust becomes verifiable"
	switch trust {
	case FraudSigns:
		out := []string{}
		for _, id := range []string{"F22_pay_to_withdraw", "F28_false_endorsement"} {
			if all[id].State == Present {
				out = append(out, "nothing that the seller says: "+all[id].Says)
			}
		}
		if weighs("F01_promised_payout", Critical)(all) {
			out = append(
				out,
				"a contract in writing whose payouts follow revenue and promise nothing, and your hashrate at a pool of your own choice",
			)
		}
		return out
	case Doubtful:
		return []string{proof, "an answer, with evidence, to each grave flag: without one the doubt stays"}
	case Unproven:
		return []string{proof}
	case TrustUnknown:
		return []string{"say what the payout follows (payout.basis) and what is shown of the mining (proof)",
			proof}
	}
	if anyFlag(Trust, High, Critical)(all) {
		return []string{"a test before anything is paid: a small order whose hashrate you then see at the " +
			"pool; without it the grave flags stand",
			"the pool account does not show your hashrate, or payouts do not follow it"}
	}
	return []string{"the pool account no longer shows your hashrate, or payouts cease to follow it"}
}

// asked is a reason for the verdict on trust that tells whether the seller was looked up.
func asked(r grounds.Recorded, reason string) string {
	if len(r.LookedUp.Names)+len(r.LookedUp.Domains) == 0 {
		return reason
	}
	return strings.Replace(reason, nobodyAsked, "the seller was looked up "+r.Of.String(), 1)
}
