package audit

import "github.com/assaymining/assay/units"

// Schema names the form of a Result.
const Schema = "assay/audit/v1"

// State is the answer in one word.
type State string

// The states. Each but InOrder and NotKnown is the alarm of a test.
const (
	InOrder       State = "in_order"
	Underpaid     State = "underpaid"
	Overpaid      State = "overpaid"
	Changed       State = "changed"
	DoesNotFollow State = "does_not_follow"
	TooNoisy      State = "too_noisy"
	NotKnown      State = "not_known"
)

// Tier is how good the evidence is: A the payer's own parts recomputed, B the total against the payer's
// reported hashrate, C against the contracted hashrate, D net of fees in dollars.
type Tier string

// Result is the answer of an audit, schema assay/audit/v1.
type Result struct {
	Schema       string        `json:"schema"`
	Sentence     string        `json:"sentence"`
	State        State         `json:"state"`
	From         string        `json:"from"`
	To           string        `json:"to"`
	Days         int           `json:"days_judged"`
	Tier         Tier          `json:"tier"`
	Scheme       string        `json:"scheme"`
	Boundary     Boundary      `json:"boundary"`
	OwedSat      int64         `json:"owed_sat"`
	ReceivedSat  int64         `json:"received_sat"`
	HeldBackSat  int64         `json:"held_back_sat"`
	Paid         Paid          `json:"paid"`
	Parts        Parts         `json:"parts"`
	Tests        []Test        `json:"tests"`
	Gaps         []Span        `json:"gaps"`
	Rows         Rows          `json:"rows"`
	Explanations []Explanation `json:"explanations"`
	EachDay      []Day         `json:"days"`
	CannotKnow   []string      `json:"cannot_know"`
	WouldSettle  []string      `json:"would_settle"`
	Provenance   *Provenance   `json:"provenance"` // null: the payouts were not traced
	Letter       string        `json:"letter"`
	Evidence     Evidence      `json:"evidence"`
}

// Paid is received over owed with a confidence sequence: Low and High hold at all times together with 99 %.
// Null is not known.
type Paid struct {
	Ratio *float64 `json:"ratio"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// Parts split received less owed, in satoshi; they sum to it exactly. Difficulty and Fees are what the
// payer's day boundary and fee average make, Price its moment of conversion, Uptime the hashrate not
// delivered, Rounding fractions of a satoshi, HeldBack what is credited and not paid out.
type Parts struct {
	Difficulty int64 `json:"difficulty"`
	Price      int64 `json:"price"`
	Uptime     int64 `json:"uptime"`
	Fees       int64 `json:"fees"`
	Rounding   int64 `json:"rounding"`
	HeldBack   int64 `json:"held_back"`
	Rest       int64 `json:"rest"`
}

// Sum is received less owed.
func (p Parts) Sum() int64 {
	return p.Difficulty + p.Price + p.Uptime + p.Fees + p.Rounding + p.HeldBack + p.Rest
}

// Test is one test: EValue is the largest so far, Odds "1 in N" that an honest payer would ever show as
// much, Sigma the scatter of a day and Tolerance what is forgiven, as shares of what is owed.
type Test struct {
	Name      string  `json:"name"`
	EValue    float64 `json:"e_value"`
	Alarm     bool    `json:"alarm"`
	Threshold float64 `json:"threshold"`
	Odds      string  `json:"odds_against_honest"`
	Since     *Since  `json:"since"`
	Sigma     float64 `json:"sigma"`
	Tolerance float64 `json:"tolerance"`
	BlockDays int     `json:"block_days"`
	Power     string  `json:"power"`
	AlarmOn   string  `json:"alarm_on,omitempty"` // the day on which a daily look would have seen it
}

// Since is when a change began, most likely and within which days.
type Since struct {
	Date string `json:"date"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Span is a run of days, both included.
type Span struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Rows says what became of the rows of the statements.
type Rows struct {
	Read    int       `json:"read"`
	Used    int       `json:"used"`
	Refused []refused `json:"refused"`
	Notes   []string  `json:"notes,omitempty"` // on the files as a whole
}

// refused is a row that was not used, and why.
type refused struct {
	Row int    `json:"row"`
	Why string `json:"why"`
}

// Explanation is what makes a difference without anybody's fault, or whose it is said to be.
type Explanation struct {
	What  string `json:"what"`
	Days  int    `json:"days"`
	Sat   int64  `json:"sat"`
	Quote string `json:"quote"`
}

// Day is one day or period: what was owed and what came.
type Day struct {
	Date        string  `json:"date"`
	OwedSat     int64   `json:"owed_sat"`
	ReceivedSat *int64  `json:"received_sat"` // null: no row
	HashrateTH  float64 `json:"hashrate_ths"`
	Note        string  `json:"note"`
}

// Evidence names what the audit rests on.
type Evidence struct {
	Hashes []string `json:"hashes"`
}

// roundSat is whole satoshi, to the nearest.
func roundSat(m units.MilliSat) int64 { return units.Round(float64(m) / 1000) }
