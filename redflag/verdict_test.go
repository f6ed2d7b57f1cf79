package redflag

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

func judged(t *testing.T, doc string) Report {
	t.Helper()
	return Judge(testFacts(t, "offer", []byte(doc)))
}

// One offer for each row of the two tables, and what the issue of a row is.
func TestTables(t *testing.T) {
	for _, c := range []struct{ name, doc, trust, risk string }{
		{"nothing", "hashrate: 30 TH/s", TrustUnknown, RiskUnknown},
		{"registered, and no more", "hashrate: 30 TH/s\nprovider: {name: X, registered: Utah}", TrustUnknown, RiskUnknown},
		{"formula", "hashrate: 30 TH/s\npayout: {basis: pool_revenue}", Unproven, RiskUnknown},
		{"own pool", "hashrate: 30 TH/s\npayout: {basis: fpps}\nproof: {buyer_chooses_pool: true}", Verifiable, RiskUnknown},
		{"own pool, payout not known", "hashrate: 30 TH/s\nproof: {buyer_chooses_pool: true}", Unproven, RiskUnknown},
		{"farm shown is not hashrate shown", "hashrate: 30 TH/s\npayout: {basis: fpps}\nproof: {data_centres: [{place: Texas}]}", Unproven, RiskUnknown},
		{"promise", "payout: {basis: fixed, fixed_return: 0.3 %/day}", FraudSigns, RiskUnknown},
		{"modest promise by a listed firm with leaders", "provider: {name: X, listed: true, leaders_named: true}\npayout: {fixed_return: 5 %/year}", FraudSigns, RiskUnknown},
		{"promise and pool", "hashrate: 1 TH/s\npayout: {basis: fpps, fixed_return: 1 %/day}\nproof: {buyer_chooses_pool: true}", FraudSigns, RiskUnknown},
		{"pay to withdraw", "hashrate: 1 TH/s\npayout: {basis: fpps}\nproof: {buyer_chooses_pool: true}\nterms: {withdrawal_payment: true}", FraudSigns, RiskUnknown},
		{"an account where no pool is known", "hashrate: 1 TH/s\nprovider: {name: X, website: \"https://x.example\"}\npayout: {basis: fpps}\nproof: {pool_account: \"https://x-pool.example.org/w\"}", Unproven, RiskUnknown},
		{"pool, and a grave flag", "hashrate: 1 TH/s\npayout: {basis: fpps, own_token: true}\nproof: {buyer_chooses_pool: true, capacity: {sold: 1 EH/s, deployed: 10 PH/s}}", Verifiable, RiskUnknown},
		{"service guaranteed, in per cent", "hashrate: 10 TH/s\nterm: 365d\npayout: {basis: fpps}\nclaims: [{guaranteed: \"SLA 99.5% monthly\"}, {guaranteed: \"Power price rises at most 3% a year\"}]", Unproven, RiskUnknown},
		{"two true sentences", "hashrate: 10 TH/s\nterm: 365d\npayout: {basis: fpps}\nclaims: [{says: \"FPPS: guaranteed payout for every valid share\"}, {return: 80 %/year}]", Unproven, RiskUnknown},
		{"the same, the payout not known", "hashrate: 10 TH/s\nterm: 365d\npayout: {basis: unknown}\nclaims: [{return: 80 %/year}]", Unproven, RiskUnknown},
		{"guaranteed in words, with a rate", "hashrate: 10 TH/s\npayout: {basis: fpps}\nclaims: [{says: \"Guaranteed 2% daily with no maintenance fees\"}]", FraudSigns, RiskUnknown},
		{"words not understood", "hashrate: 10 TH/s\nterms: {text: \"Yields 1.2% p.d.\"}", Doubtful, RiskUnknown},
		{"bare words", "hashrate: 10 TH/s\nterms: {text: \"1.2% p.d.\"}", TrustUnknown, RiskUnknown},
		{"a refused account alone", "hashrate: 10 TH/s\npayout: {basis: fpps}\nproof: {pool_account: \"no\"}", Doubtful, RiskUnknown},
		{"the pool does not pay", "hashrate: 10 TH/s\npayout: {basis: fpps}\nproof: {pool_pays: false}", Unproven, RiskUnknown},
		{"words that ask for money first", "hashrate: 10 TH/s\npayout: {basis: fpps}\nterms: {text: \"Before withdrawal you must pay a 20% tax deposit.\"}", Doubtful, RiskUnknown},
		{"denied partner", "hashrate: 1 TH/s\nterms: {false_endorsement: true}", FraudSigns, RiskUnknown},
		{"many levels", "hashrate: 1 TH/s\npayout: {basis: pool_revenue}\nreferral: {levels: 7}", Doubtful, RiskUnknown},
		{"guaranteed over a formula", "hashrate: 1 TH/s\npayout: {basis: pool_revenue}\nclaims: [{guaranteed: profit}]", Doubtful, RiskUnknown},
		{"medium flags alone", "hashrate: 1 TH/s\npayout: {basis: pool_revenue}\nterms: {risk_disclosed: false, bonus: 30%}", Unproven, RiskUnknown},
		{"dollars in, bitcoin out; may stop", "hashrate: 1 TH/s\nprice: {upfront: 20 USD}\npayout: {basis: fpps, currency: BTC}\nstops: [{when: fees_exceed_revenue, for: 21d, then: terminate, by: provider}]", Unproven, RiskMedium},
		{"at will", "hashrate: 1 TH/s\nstops: [{when: provider_decides, then: terminate, by: provider}]", TrustUnknown, RiskHigh},
		{"nothing may change", "hashrate: 1 TH/s\nterm: 360d\nfees: [{name: all, revenue_share: 2%, changeable: false}]\nstops: []", Unproven, RiskLow},
	} {
		r := judged(t, c.doc)
		if r.Trust.Word != c.trust || r.ContractRisk.Word != c.risk {
			t.Errorf("%s: trust %s (%s), contract risk %s (%s); want %s, %s", c.name,
				r.Trust.Word, r.Trust.Row, r.ContractRisk.Word, r.ContractRisk.Row, c.trust, c.risk)
		}
		if len(r.WouldChange) == 0 || r.Trust.Reason == "" || r.Sentence() == "" {
			t.Errorf("%s: an incomplete report: %+v", c.name, r)
		}
	}
}

// A reason says what is so: which flag costs, or which words are missing, and no more.
func TestReasons(t *testing.T) {
	for _, c := range []struct{ doc, risk, reason string }{
		{"hashrate: 1 TH/s\nterms: {fees_named: false}", RiskMedium, "the running costs are not named"},
		{"hashrate: 1 TH/s\nstops: [{when: fees_unpaid, for: 10d, then: terminate, by: provider}]", RiskUnknown, "the document does not say whether fees may change"},
		{"hashrate: 1 TH/s\nfees: [{name: all, revenue_share: 2%, changeable: false}]", RiskUnknown, "the document does not say in which cases the seller may end the contract"},
		{"hashrate: 1 TH/s\nfees: [{name: all, revenue_share: 2%, changeable: false}]\nstops: [{when: other, then: terminate, by: provider}]", RiskUnknown, "the document does not say in which cases the seller may end the contract"},
		{"hashrate: 1 TH/s\nfees: [{name: all, revenue_share: 2%, changeable: false}]\nstops: [{when: fees_exceed_revenue, then: pause, by: provider}, {when: fees_exceed_revenue, for: 3d, then: terminate, by: provider}]",
			RiskHigh, "the seller holds a right that can end or empty the contract"},
	} {
		if r := judged(t, c.doc); r.ContractRisk.Word != c.risk || r.ContractRisk.Reason != c.reason {
			t.Errorf("%q: %s, %s; want %s, %s", c.doc, r.ContractRisk.Word, r.ContractRisk.Reason, c.risk, c.reason)
		}
	}
	named := "income or principal is called guaranteed, and nothing shown at a pool answers that"
	if r := judged(t, "hashrate: 10 TH/s\npayout: {guaranteed: true}"); r.Trust.Reason != named {
		t.Errorf("%s: %s; want %s", r.Trust.Word, r.Trust.Reason, named)
	}
	if r := judged(t, "hashrate: 10 TH/s\nterms: {text: \"1.2% p.d.\"}"); !strings.Contains(r.Trust.Reason, "not understood") {
		t.Errorf("%s", r.Trust.Reason)
	}
}

// An unproven offer says what would prove it.
func TestWouldChange(t *testing.T) {
	r := judged(t, "hashrate: 30 TH/s\npayout: {basis: pool_revenue}")
	if !strings.Contains(strings.Join(r.WouldChange, " "), "read-only pool account showing your hashrate") {
		t.Errorf("%q", r.WouldChange)
	}
	if len(r.Questions) == 0 || !strings.Contains(r.Questions[0], "pool account") {
		t.Errorf("%q", r.Questions)
	}
}

// blankings calls do with the offer after each single field that is known has been made unknown:
// each leaf, each element of each list, each list as a whole.
func blankings(o offer.Offer, do func(path string, less offer.Offer)) {
	var walk func(path string, at func(*offer.Offer) reflect.Value, v reflect.Value)
	walk = func(path string, at func(*offer.Offer) reflect.Value, v reflect.Value) {
		if v.IsZero() {
			return
		}
		less := clone(o)
		at(&less).SetZero()
		do(path, less)
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, func(o *offer.Offer) reflect.Value { return at(o).Field(i) }, v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				less := clone(o)
				s := at(&less)
				s.Set(reflect.AppendSlice(s.Slice(0, i), s.Slice(i+1, s.Len())))
				do(path+"[]", less)
				walk(path+"[]", func(o *offer.Offer) reflect.Value { return at(o).Index(i) }, v.Index(i))
			}
		}
	}
	v := reflect.ValueOf(o)
	for i := range v.NumField() {
		walk(v.Type().Field(i).Name, func(o *offer.Offer) reflect.Value { return reflect.ValueOf(o).Elem().Field(i) }, v.Field(i))
	}
}

// clone copies an offer so far that no slice is shared; what pointers point to is never written.
func clone(o offer.Offer) offer.Offer {
	o.Sources = append([]offer.Source(nil), o.Sources...)
	o.Fees = append([]offer.Fee(nil), o.Fees...)
	o.Stops = append([]offer.Stop(nil), o.Stops...)
	o.Claims = append([]offer.Claim(nil), o.Claims...)
	o.Proof.Addresses = append([]string(nil), o.Proof.Addresses...)
	o.Proof.DataCentres = append([]offer.DataCentre(nil), o.Proof.DataCentres...)
	return o
}

// Making one field of any example unknown leads neither to fraud_signs nor to verifiable.
func TestExamplesBlanks(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "examples", "*.yaml"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d examples: %v", len(files), err)
	}
	h := market.Embedded()
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		o, _, err := offer.Parse(name, data)
		if err != nil {
			t.Fatal(err)
		}
		before := Judge(grounds.Gather(o, h.Last(), h)).Trust.Word
		t.Logf("%-45s %s", filepath.Base(name), before)
		blankings(o, func(path string, less offer.Offer) {
			after := Judge(grounds.Gather(less, h.Last(), h)).Trust.Word
			if after != before && (after == FraudSigns || after == Verifiable) {
				t.Errorf("%s: without %s trust moves from %s to %s", name, path, before, after)
			}
		})
	}
}

// offers draws offers with any mixture of what bears on trust, contradictions included.
func offers() *rapid.Generator[offer.Offer] {
	tri := rapid.SampledFrom([]offer.Tri{offer.Unknown, offer.True, offer.False})
	return rapid.Custom(func(t *rapid.T) offer.Offer {
		var o offer.Offer
		o.Provider.LeadersNamed, o.Provider.Listed = tri.Draw(t, "leaders"), tri.Draw(t, "listed")
		o.Provider.Website = rapid.SampledFrom([]string{"", "https://seller.example.com"}).Draw(t, "website")
		o.Hashrate = rapid.SampledFrom([]units.Hashrate{0, 1e12, 3e13}).Draw(t, "hashrate")
		if rapid.Bool().Draw(t, "dated") {
			d := units.Date(rapid.IntRange(16000, 22000).Draw(t, "seen"))
			o.Seen = &d
		}
		if rapid.Bool().Draw(t, "priced") {
			o.Price.Upfront = &units.Money{Currency: units.USD, Minor: int64(rapid.IntRange(1, 5000).Draw(t, "price")) * 1e6}
		}
		o.Term.Days = units.Days(rapid.SampledFrom([]int{0, 40, 360}).Draw(t, "term"))
		o.Payout.Basis = rapid.SampledFrom([]offer.Basis{"", offer.Fixed, offer.SellerToken, offer.FPPS, offer.PoolRevenue}).Draw(t, "basis")
		o.Payout.Guaranteed, o.Payout.OwnToken = tri.Draw(t, "guaranteed"), tri.Draw(t, "own token")
		rate := func() *units.FractionPer {
			return &units.FractionPer{Value: rapid.Float64Range(0, 0.03).Draw(t, "rate"), Unit: "day"}
		}
		if rapid.IntRange(0, 3).Draw(t, "promised") == 0 {
			o.Payout.FixedReturn = rate()
		}
		for range rapid.IntRange(0, 2).Draw(t, "claims") {
			text := rapid.SampledFrom([]string{"1% a day", "profit", "98% uptime", "98% uptime a month", "2% profit a day", "no profit", "satisfaction"}).Draw(t, "text")
			switch rapid.IntRange(0, 2).Draw(t, "form") {
			case 0:
				o.Claims = append(o.Claims, offer.Claim{Return: rate()})
			case 1:
				o.Claims = append(o.Claims, offer.Claim{Guaranteed: text})
			case 2:
				o.Claims = append(o.Claims, offer.Claim{Says: "guaranteed " + text})
			}
		}
		o.Proof.BuyerChoosesPool, o.Proof.PoolPays = tri.Draw(t, "pool choice"), tri.Draw(t, "pool pays")
		o.Proof.PoolAccount = rapid.SampledFrom([]string{"", "no", "https://www.f2pool.com/x", "https://pool.org/x", "https://seller.example.com/x"}).Draw(t, "account")
		o.Terms.RiskDisclosed, o.Terms.WithdrawalPayment = tri.Draw(t, "risk"), tri.Draw(t, "withdrawal")
		if rapid.Bool().Draw(t, "capacity") {
			o.Proof.Capacity = offer.Capacity{Sold: 1e15, Deployed: units.Hashrate(rapid.SampledFrom([]float64{1e14, 1e15}).Draw(t, "deployed"))}
		}
		o.Terms.Text = rapid.SampledFrom([]string{"", "Fixed profit of 2% a day.", "Your principal is returned.", "Nobody can guarantee profits.",
			"Before withdrawal you must pay a tax deposit.", "Earn 0.3% daily."}).Draw(t, "terms")
		o.Referral.Levels = rapid.IntRange(0, 3).Draw(t, "levels")
		o.Referral.Stated = o.Referral.Levels > 0
		return o
	})
}

// For any offer at all: making a field unknown never leads to fraud_signs. It leads to verifiable
// only where the field that went was itself the sign of fraud (a promise, a payment before money is
// released): nobody can see what a document hides whole, and the strongest proof there is remains.
func TestAnyBlanks(t *testing.T) {
	h := market.Embedded()
	rapid.Check(t, func(t *rapid.T) {
		o := offers().Draw(t, "offer")
		before := Judge(grounds.Gather(o, h.Last(), h)).Trust.Word
		blankings(o, func(path string, less offer.Offer) {
			switch after := Judge(grounds.Gather(less, h.Last(), h)).Trust.Word; {
			case after == FraudSigns && before != FraudSigns:
				t.Errorf("without %s trust moves from %s to fraud_signs", path, before)
			case after == Verifiable && before != Verifiable && before != FraudSigns:
				t.Errorf("without %s trust moves from %s to verifiable", path, before)
			}
		})
	})
}

// Same facts, same report.
func TestDeterminism(t *testing.T) {
	doc := "hashrate: 1 TH/s\nseen: 2021-09-12\npayout: {basis: fixed, fixed_return: 1 %/day}\nclaims: [{guaranteed: profit}]\nreferral: {levels: 7, share: 10%}"
	if a, b := judged(t, doc), judged(t, doc); !reflect.DeepEqual(a, b) {
		t.Error("two reports on the same facts differ")
	}
}

// Evidence that cannot be, and evidence that is far too much, is judged and never panics.
func TestBadInput(t *testing.T) {
	for name, doc := range map[string]string{
		"seen in the future":     "hashrate: 1 TH/s\nseen: 2099-01-01\nprice: {upfront: 20 USD}\nclaims: [{daily_revenue: 5 USD/TH/day}]",
		"claim in the future":    "hashrate: 1 TH/s\nseen: 2021-09-12\nclaims: [{daily_revenue: 5 USD/TH/day, date: 2099-01-01}]",
		"before the first price": "hashrate: 1 TH/s\nseen: 2009-02-01\nprice: {upfront: 20 USD}\nclaims: [{daily_revenue: 5 USD/TH/day}]",
		"all at once": "hashrate: 1 TH/s\nprovider: {name: X, leaders_named: false, listed: true, since: 2030-01-01}\npayout: {basis: fpps, fixed_return: 1 %/day, guaranteed: false}\n" +
			"proof: {buyer_chooses_pool: true, pool_account: \"no\"}\nclaims: [{guaranteed: \"profit, not guaranteed, guaranteed\"}]\nterms: {domain_since: 2001-01-01}",
	} {
		r := judged(t, doc)
		if name != "all at once" {
			if f := r.Findings[len(r.Findings)-1]; f.State != Unknown {
				t.Errorf("%s: the claim is %s: %s", name, f.State, f.Says)
			}
		} else if r.Trust.Word != FraudSigns {
			t.Errorf("%s: %s", name, r.Trust.Word)
		}
	}
	o := offer.Offer{Hashrate: 1e12, Terms: offer.Writing{Text: strings.Repeat("保証 guaranteed \xff\xfe (1% ", 1<<13)}}
	Judge(grounds.Facts{Offer: o})
	o.Terms.Text = strings.Repeat("We deliver the hashrate; доход не гарантируется. Kein Gewinn wird garantiert. ", 1<<14)[:1<<20]
	if r := Judge(grounds.Facts{Offer: o}); r.Trust.Word == FraudSigns || r.Trust.Word == Doubtful {
		t.Errorf("a megabyte of denials: %s, %v", r.Trust.Word, r.Trust.Rules)
	}
}
