// Package offer holds an offer of hashrate as its seller wrote it.
//
// Offer is the document (schema assay/offer/v1). Parse reads it strictly, in YAML or JSON, and Format writes
// it in normal form; Check says what in it is hardly meant; Questions ask a buyer for it; package
// compile turns it into the contract.Terms that a machine can run. One table of keys (schema_offer.go) drives
// reading, writing, questions, the JSON Schema and the reference in docs/offer.md.
//
// It refuses to guess: what a document leaves out stays unknown, and is never given a default that
// flatters.
package offer

import "github.com/assaymining/assay/units"

// Schema is the identifier of the offer document.
const Schema = "assay/offer/v1"

// Tri is a statement that may be unknown. The zero value is Unknown.
type Tri uint8

// The three values of a Tri.
const (
	Unknown Tri = iota
	True
	False
)

// Offer is one offer of hashrate as the buyer saw it. A zero or nil field is unknown.
type Offer struct {
	Provider    Provider
	Product     string
	Kind        Kind
	Seen        *units.Date
	Sources     []Source
	Algorithm   string
	Hashrate    units.Hashrate // 0 is unknown
	StartDelay  *units.Days
	Term        Term
	Price       Price
	Fees        []Fee
	FeesStated  bool // "fees:" was written, even as an empty list: "no fees" differs from a blank
	Payout      Payout
	Stops       []Stop
	StopsStated bool // "stops:" was written, even as an empty list
	Uptime      Uptime
	Resale      Resale
	Referral    Referral
	Proof       Proof
	Claims      []Claim
	Hardware    Hardware
	Terms       Writing
	Owned       *Owned // nil: it is offered, and nobody's yet
}

// Kind is the form of contract.
type Kind string

// The kinds of contract.
const (
	Cloud   Kind = "cloud"
	Hosted  Kind = "hosted"
	Market  Kind = "market"
	Forward Kind = "forward"
	Token   Kind = "token"
)

// Provider is who sells.
type Provider struct {
	Name         string
	Website      string
	LeadersNamed Tri
	Registered   string      // "no" where known not to be
	Since        *units.Date // start of business that can be checked
	Listed       Tri         // issuer listed or regulated
}

// Source is where a statement was read.
type Source struct {
	URL   string
	Quote string
	Read  *units.Date
}

// Term is how long the contract runs: Days, or Open until someone ends it. Both zero is unknown.
type Term struct {
	Days units.Days
	Open bool
}

// Price is what is paid for the hashrate. At most one of Upfront and PerHashrate is set; Bid is a
// market order that is paid day by day.
type Price struct {
	Upfront     *units.Money
	PerHashrate *units.PerHashrate
	Bid         *units.PerHashrateDay
	Deposit     *units.Money    // returned when the contract ends, in its own currency
	Taxes       *units.Fraction // on top of the price and of every fee that is an amount of money
}

// Stated reports whether the offer says what is paid for the hashrate.
func (p Price) Stated() bool { return p.Upfront != nil || p.PerHashrate != nil || p.Bid != nil }

// Fee is one fee. At most one form is set: PerHashrateDay; Efficiency with EnergyPrice; RevenueShare
// (of gross); ProfitShare (of the day's gross less all other fees of the day); SpendShare (of the bid);
// PerPayout; Once, paid with the price; PerMonth.
// Without one the fee is charged and its amount is not known.
type Fee struct {
	Name           string
	PerHashrateDay *units.PerHashrateDay
	Efficiency     *units.Efficiency
	EnergyPrice    *units.EnergyPrice
	RevenueShare   *units.Fraction
	ProfitShare    *units.Fraction
	SpendShare     *units.Fraction
	PerPayout      *units.Money
	Once           *units.Money
	PerMonth       *units.Money
	Each           Each       // what Once and PerMonth are for; "" is the order
	Paid           Paid       // "" is unknown; Compile then takes Deducted and says so
	After          After      // "" from the first day
	Prepaid        units.Days // paid in advance for windows of this many days; 0 day by day
	Changeable     Tri
	Notice         *units.Days
	Cap            *units.FractionPer
	Escalation     *units.FractionPer
	Discount       *Discount
}

// HasAmount reports whether the fee says what it comes to.
func (f Fee) HasAmount() bool {
	return f.PerHashrateDay != nil || f.Efficiency != nil && f.EnergyPrice != nil || f.RevenueShare != nil ||
		f.ProfitShare != nil || f.SpendShare != nil || f.PerPayout != nil || f.Once != nil ||
		f.PerMonth != nil
}

// IsDaily reports whether the fee comes to an amount of money for each day.
func (f Fee) IsDaily() bool {
	return f.PerHashrateDay != nil || f.Efficiency != nil && f.EnergyPrice != nil || f.PerMonth != nil
}

// Each is what an amount is charged for.
type Each string

// What an amount is charged for.
const (
	EachOrder   Each = "order"
	EachMachine Each = "machine" // as many as Hardware.Count
)

// FeesKnown reports whether the offer says what it costs to run: each fee with its amount, or that there
// is none. A market order has no fees but those it names.
func (o Offer) FeesKnown() bool {
	for _, f := range o.Fees {
		if !f.HasAmount() {
			return false
		}
	}
	return o.FeesStated || len(o.Fees) > 0 || o.Price.Bid != nil
}

// HasDollarCosts reports whether some cost does not move with the price of bitcoin.
func (o Offer) HasDollarCosts() bool {
	for _, f := range o.Fees {
		if f.PerHashrateDay != nil && f.PerHashrateDay.Currency != units.BTC ||
			f.EnergyPrice != nil && f.EnergyPrice.Currency != units.BTC ||
			f.PerMonth != nil && f.PerMonth.Currency != units.BTC {
			return true
		}
	}
	p := o.Price
	return p.Upfront != nil && p.Upfront.Currency != units.BTC ||
		p.PerHashrate != nil && p.PerHashrate.Currency != units.BTC ||
		p.Bid != nil && p.Bid.Currency != units.BTC
}

// Paid is how a fee reaches the seller.
type Paid string

// How a fee is paid.
const (
	Separately Paid = "separately"
	Deducted   Paid = "deducted"
)

// After is the event from which a fee applies.
type After string

// BreakEven: the buyer's cumulative net output, each day at its price, has reached the upfront price.
const BreakEven After = "break_even"

// Discount is a reduction of a fee that needs something of the buyer.
type Discount struct {
	Share units.Fraction
	Needs string
}

// Payout is how revenue is computed and delivered.
type Payout struct {
	Basis        Basis
	Currency     string // "BTC", "USD", or the symbol of a seller's token
	Every        *units.Days
	Minimum      *units.Money
	To           string // "wallet", "custodial" or "" unknown
	FixedReturn  *units.FractionPer
	Guaranteed   Tri            // the seller guarantees income; False where its documents say that none is
	OwnToken     Tri            // the payout currency is issued by the seller
	PoolHashrate units.Hashrate // of the pool, whose blocks PPLNS pays; 0 is unknown
}

// Basis is what a payout follows.
type Basis string

// The bases of payout. Empty is unknown, the same as BasisUnknown.
const (
	PoolRevenue  Basis = "pool_revenue"
	FPPS         Basis = "fpps"
	PPS          Basis = "pps"
	PPLNS        Basis = "pplns"
	Solo         Basis = "solo"
	Fixed        Basis = "fixed"
	SellerToken  Basis = "seller_token"
	BasisUnknown Basis = "unknown"
)

// Stop is a right to end or pause the contract.
type Stop struct {
	When   string          // "fees_exceed_revenue", "return_reaches", ... (stopWhen)
	For    units.Days      // consecutive days; 0 is at once (1)
	At     *units.Fraction // with return_reaches: cumulative net over the upfront price
	Then   string          // "terminate" or "pause"
	By     string          // "provider", "buyer", "automatic" or "" unknown
	Notice *units.Days
	Fee    *units.Money // what the buyer pays when it ends the contract
	// the days of a pause are added to the term
	ExtendsTerm Tri
}

// Uptime is the promised share of time at the contracted hashrate.
type Uptime struct {
	Promised    *units.Fraction
	Compensated Tri
}

// Resale is whether and how the contract can be sold on.
type Resale struct {
	Transferable Tri
	MarketFee    *units.Fraction
	Token        TokenContract
}

// TokenContract identifies a tokenised contract on a chain.
type TokenContract struct{ Standard, Chain, Contract string }

// Referral is the seller's referral programme. Levels 0 with Stated: no programme.
type Referral struct {
	Stated bool
	Levels int
	Share  *units.Fraction
	Of     string // the share's base: "price" (where blank, but not "unknown"), "pool_fee", "revenue"
}

// Proof is what the seller shows of the mining.
type Proof struct {
	BuyerChoosesPool  Tri
	PoolAccount       string // read-only dashboard of this contract's hashrate; "no" where refused
	Addresses         []string
	DataCentresStated bool
	DataCentres       []DataCentre
	Capacity          Capacity
	PoolPays          Tri // a pool pays the buyer itself, or shows the buyer's own hashrate
	MakerConfirms     Tri // a maker of machines confirms an order of this seller
}

// DataCentre is a place where the hashrate is said to be.
type DataCentre struct{ Place, Evidence string }

// Capacity is hashrate sold against hashrate shown.
type Capacity struct{ Sold, Deployed units.Hashrate }

// Claim is one statement of the seller that can be checked. Exactly one of the forms is set.
type Claim struct {
	DailyRevenue *units.PerHashrateDay
	Hashprice    *units.PerHashrateDay
	Return       *units.FractionPer
	TotalReturn  *units.Fraction // received in all over the price, the price included: 200% doubles it
	Payback      *units.Days
	PowerCost    *units.PerHashrateDay // cost of power per TH/s and day, beside Efficiency and EnergyPrice
	Efficiency   *units.Efficiency
	EnergyPrice  *units.EnergyPrice
	Guaranteed   string
	Says         string      // any other statement, quoted
	Date         *units.Date // when the claim was made; Seen where blank
	Source       *Source
}

// Hardware names the machine behind a hosted offer, so that its residual value can be judged.
type Hardware struct {
	Model      string
	Efficiency *units.Efficiency
	Count      int // how many machines; 0 is unknown
}

// Writing is what else the seller's documents say, each unknown where blank.
type Writing struct {
	RiskDisclosed     Tri
	WithdrawalPayment Tri             // money is asked for before money is released
	PrincipalReturned Tri             // the price comes back at the end
	Bonus             *units.Fraction // deposit bonus or free hashrate, share of the price
	FalseEndorsement  Tri             // a named partner denies the endorsement
	DomainSince       *units.Date
	HashrateNamed     Tri    // the seller's page was read and names (or does not name) what is bought
	FeesNamed         Tri    // the same for the amount of the running costs
	CopiedFrom        string // whose text the terms repeat; "no" where looked for and not found
	Text              string // terms as quoted, at most 1 MiB
}
