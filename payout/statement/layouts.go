package statement

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/assaymining/assay/units"
)

// layouts are the tables that are known. A name ending in "?" may be missing, one in "*" goes on.
// Where each header was read: docs/audit.md.
var layouts = []layout{
	{name: "plain form", header: strings.Split(PlainHeader, ","), row: plainRow},
	{name: "NiceHash CSV", header: []string{"Date time", "Local date time", "Purpose", "Amount (BTC)",
		"Exchange rate",
		"Amount (*"}, market: niceHash, row: niceHashRow},
	{
		name:   "OCEAN earnings CSV",
		scheme: "tides",
		header: []string{"Time", "Block", "Share Log %", "Share Count",
			"Earnings (BTC)", "Pool Fees (BTC)"},
		row: oceanRow,
	},
	{
		name: "Electrum CSV",
		header: []string{"oc_transaction_hash", "ln_payment_hash", "label", "confirmations",
			"amount_chain_bc", "amount_lightning_bc", "fiat_value", "network_fee_*", "fiat_fee", "timestamp"},
		row: electrumRow,
	},
	{name: "Electrum CSV (to 4.5)", header: []string{"transaction_hash", "label", "confirmations?", "value",
		"fiat_value?",
		"fee?", "fiat_fee?", "timestamp"}, row: oldElectrumRow},
	{name: "Sparrow CSV", header: []string{"Date (UTC)", "Label", "Value", "Balance", "Fee", "Value (*?",
		"Txid"},
		row: sparrowRow},
	{
		name: "Bitcoin Core CSV",
		header: []string{"Confirmed", "Watch-only?", "Date", "Type", "Label", "Address",
			"Amount (*", "ID"},
		row:   coreRow,
		start: coreUnit,
	},
	{
		name: "Ledger Live CSV",
		header: []string{"Operation Date", "Status?", "Currency Ticker", "Operation Type",
			"Operation Amount", "Operation Fees", "Operation Hash", "Account Name", "Account xpub?", "Account id?",
			"Countervalue Ticker?", "Countervalue at Operation Date?", "Countervalue at CSV Export?"},
		row: ledgerRow,
	},
	{name: "Trezor Suite CSV", header: []string{"Timestamp", "Date", "Time", "Type", "Transaction ID", "Fee",
		"Fee unit",
		"Address", "Label", "Amount", "Amount unit", "Fiat (*", "Other"}, row: trezorRow},
	{name: "Blockstream Green CSV", header: []string{"time", "description", "amount", "unit", "fee (*",
		"fiat*", "txhash",
		"memo"}, row: greenRow},
	{name: "Koinly CSV", header: []string{"Date", "Sent Amount", "Sent Currency", "Received Amount",
		"Received Currency",
		"Fee Amount", "Fee Currency", "Net Worth Amount", "Net Worth Currency", "Label", "Description", "TxHash"}, row: koinlyRow},
	{name: "CoinTracking CSV", header: []string{"Type", "Buy", "Cur.", "Sell", "Cur.", "Fee", "Cur.",
		"Exchange", "Group",
		"Comment", "Date"}, row: coinTrackingRow},
	{
		name: "CoinTracker CSV",
		header: []string{"Date", "Received Quantity", "Received Currency", "Sent Quantity",
			"Sent Currency", "Fee Amount", "Fee Currency", "Tag"},
		row: coinTrackerRow,
	},
	{name: "CoinLedger CSV", header: []string{"Timestamp (UTC)", "Type", "Internal Id", "Platform",
		"Account Name",
		"Platform Id", "Blockchain Id", "Record Type", "Asset", "Amount", "Description"}, row: coinLedgerRow},
	{name: "Blockpit CSV", header: []string{"Blockpit ID", "Timestamp", "Source Type", "Source Name",
		"Integration",
		"Transaction Type", "Outgoing Asset", "Outgoing Amount", "Incoming Asset", "Incoming Amount", "Fee Asset",
		"Fee Amount", "Transaction ID", "Note", "Merge ID"}, row: blockpitRow},
	{name: "BittyTax CSV", header: []string{"Type", "Buy Quantity", "Buy Asset", "Buy Value in *",
		"Sell Quantity",
		"Sell Asset", "Sell Value in *", "Fee Quantity", "Fee Asset", "Fee Value in *", "Wallet", "Timestamp", "Note",
		"Raw Data?"}, row: bittyTaxRow},
	{name: "GoMining third-party CSV", header: []string{"Nr", "Datum", "Berechnet am (calculatedAt)",
		"BTC Gesamt (value)",
		"BTC Gesamt V2 (valueV2)", "Bonus Value V2", "Anzahl Miner (incomeList)", "Bonus Einträge (V2)", "GMT to Power",
		"incomeStatistic ID"}, row: goMiningRow},
}

const niceHash = "NiceHash"

func bitcoin() unit { return unit{"BTC", 11} }

// skip counts a row that is no payout.
func (b *builder) skip() error {
	b.s.Skipped++
	return nil
}

func plainRow(b *builder, c cells) error {
	m, err := parseMoment(c.get("date"), yearFirst)
	if err != nil {
		return err
	}
	if !m.isDate && !m.zoned {
		return fmt.Errorf(
			"%q has a time but no zone; write Z or an offset such as +01:00",
			clip(c.get("date")),
		)
	}
	u, ok := unitOf(c.get("unit"))
	if !ok {
		return fmt.Errorf("the unit %q is not BTC, mBTC or sat", clip(c.get("unit")))
	}
	v, err := b.amount(c.get("amount"), u)
	if err != nil {
		return err
	}
	row := Row{Line: c.line, Time: m.unix, Amount: v}
	switch strings.ToLower(c.get("kind")) {
	case "credit":
	case "payout":
		row.Kind = Payout
	case "correction":
		row.Kind = Correction
	default:
		return fmt.Errorf("the kind %q is not credit, payout or correction", clip(c.get("kind")))
	}
	if v < 0 && row.Kind != Correction {
		return fmt.Errorf("a negative %s; write it as a correction", row.Kind)
	}
	if m.isDate && row.Kind != Payout {
		row.Dated = true
		row.Day = units.DateOf(m.unix)
	}
	if rate := c.get("hashrate"); rate != "" {
		th, ok := terahash(c.get("hashrate_unit"))
		n, err := number(rate)
		if err != nil || !ok || !(n >= 0) || n*th > 1e9 {
			return fmt.Errorf("the hashrate %q %q is not one; write 250,TH/s", clip(rate),
				clip(c.get("hashrate_unit")))
		}
		row.TH = n * th
	}
	b.add(row, c.entry(row, c.get("date"), c.get("amount"), c.get("unit")), "")
	return nil
}

func niceHashRow(b *builder, c cells) error {
	if when := c.get("Date time"); when == "∑" || when == "" {
		return b.skip() // the sum of the report
	}
	m, err := parseMoment(c.get("Date time"), yearFirst)
	if err != nil {
		return err
	}
	v, err := b.amount(c.get("Amount (BTC)"), bitcoin())
	purpose := c.get("Purpose")
	// A fee that cannot be read says too that amounts of this report have one.
	b.paired = b.paired || purpose == "Hashpower mining fee"
	if err != nil {
		return err
	}
	row := Row{Line: c.line, Time: b.unix(m), Amount: v}
	switch purpose {
	case "Hashpower mining", "Hashpower mining fee":
		if fee := purpose == "Hashpower mining fee"; fee && v > 0 || !fee && v < 0 {
			return errNegative
		}
		b.half(row.Time, purpose == "Hashpower mining fee")
		if row.Time%86400 == 0 { // a report by day
			row.Dated = true
			row.Day = units.DateOf(row.Time)
		}
	case "Withdrawal complete":
		row.Kind = Payout
		row.Amount = -min(v, -v) // written as what left the account
	case "Withdrawal fee", "Deposit complete", "Exchange trade", "Exchange fee":
		return b.skip()
	default:
		return fmt.Errorf("the purpose %q is not known", clip(purpose))
	}
	b.add(row, c.entry(row, c.get("Date time"), c.get("Local date time"), c.get("Amount (BTC)")), "")
	return nil
}

func oceanRow(b *builder, c cells) error {
	m, err := parseMoment(c.get("Time"), yearFirst)
	if err != nil {
		return err
	}
	m.zoned = true // the site writes UTC
	net, err := b.amount(c.get("Earnings (BTC)"), bitcoin())
	if err != nil {
		return err
	}
	fee, err := b.amount(c.get("Pool Fees (BTC)"), bitcoin())
	if err != nil {
		return err
	}
	share, err := number(strings.TrimSuffix(c.get("Share Log %"), "%"))
	if err != nil {
		return err
	}
	if net < 0 {
		return errNegative
	}
	row := Row{Line: c.line, Time: m.unix, Amount: net, Dated: true, Day: units.DateOf(m.unix)}
	row.More = &Parts{Share: share / 100, Fee: fee}
	b.add(row, c.entry(row, c.get("Time"), c.get("Earnings (BTC)")), c.get("Block"))
	return nil
}

func electrumRow(b *builder, c cells) error {
	chain, err := b.amount(c.get("amount_chain_bc"), bitcoin())
	if err != nil {
		return err
	}
	lightning, err := b.amount(c.get("amount_lightning_bc"), bitcoin())
	if err != nil {
		return err
	}
	id := c.get("oc_transaction_hash") + c.get("ln_payment_hash")
	sum := chain + lightning
	m, err := parseMoment(c.get("timestamp"), yearFirst)
	if err != nil {
		return err
	}
	if sum <= 0 {
		return b.skip()
	}
	row := Row{Line: c.line, Time: b.unix(m), Kind: Payout, Amount: sum}
	b.add(row, c.entry(row, c.get("timestamp"), c.get("amount_chain_bc"), c.get("amount_lightning_bc")), id)
	return nil
}

func oldElectrumRow(b *builder, c cells) error {
	return b.moved(c, c.get("timestamp"), c.get("value"), yearFirst, bitcoin(), c.get("transaction_hash"))
}

// sparrowRow reads an amount whose unit is a setting that the header does not tell: eight decimals are
// bitcoin, whole numbers are satoshi. The first row decides; a row of the other form is refused.
func sparrowRow(b *builder, c cells) error {
	when := c.get("Date (UTC)")
	if when == "Unconfirmed" {
		return b.skip()
	}
	u, err := b.silentUnit(c.get("Value"))
	if err != nil {
		return err
	}
	m, err := parseMoment(when, yearFirst)
	if err != nil {
		return err
	}
	v, err := b.amount(c.get("Value"), u)
	if err != nil {
		return err
	}
	if v <= 0 {
		return b.skip()
	}
	m.zoned = true // the header says UTC
	row := Row{Line: c.line, Time: b.unix(m), Kind: Payout, Amount: v}
	b.add(row, c.entry(row, when, c.get("Value")), c.get("Txid"))
	return nil
}

// silentUnit is the unit of a column that does not say it: as the reader says, else by the form.
func (b *builder) silentUnit(s string) (unit, error) {
	if b.opt.Unit != "" {
		u, ok := unitOf(b.opt.Unit)
		if !ok {
			return unit{}, fmt.Errorf("the unit %q is not BTC, mBTC or sat", b.opt.Unit)
		}
		return u, nil
	}
	digits := strings.TrimLeft(s, "-+ ")
	i := strings.LastIndexAny(digits, ".,")
	inBitcoin := i >= 0 && len(digits)-i-1 == 8
	switch {
	case inBitcoin && b.wholes == 0:
		b.decimals++
		return bitcoin(), nil
	case !inBitcoin && b.decimals == 0 && (i < 0 || len(digits)-i-1 == 3):
		b.wholes++
		return unit{"sat", 3}, nil
	case b.decimals+b.wholes == 0:
		return unit{}, fmt.Errorf("%q is neither bitcoin with eight decimals nor whole satoshi; say the unit",
			clip(s))
	}
	return unit{}, fmt.Errorf(
		"%q is not in the unit of the rows before it, and the header does not say which",
		clip(s),
	)
}

// coreUnit takes the unit from "Amount (mBTC)".
func coreUnit(b *builder, header []string) {
	for _, name := range header {
		if inner, ok := strings.CutPrefix(name, "Amount ("); ok {
			b.opt.Unit = strings.TrimSuffix(inner, ")")
		}
	}
}

func coreRow(b *builder, c cells) error {
	u, ok := unitOf(b.opt.Unit)
	if !ok {
		return fmt.Errorf("the unit %q of the header is not known", clip(b.opt.Unit))
	}
	if c.get("Confirmed") == "false" {
		return b.skip()
	}
	switch c.get("Type") {
	case "Received with", "Received from", "Mined":
	case "Sent to", "Payment to yourself":
		return b.skip()
	default:
		return fmt.Errorf(
			"the type %q is not one that Bitcoin Core writes in English; export with English words",
			clip(c.get("Type")),
		)
	}
	return b.received(c, c.get("Date"), strings.Trim(c.get("Amount ("), "[]"), yearFirst, u, c.get("ID"))
}

func ledgerRow(b *builder, c cells) error {
	if c.get("Currency Ticker") != "BTC" || c.get("Operation Type") != "IN" {
		return b.skip()
	}
	if s := c.get("Status"); s != "" && s != "Confirmed" {
		return b.skip()
	}
	// The fee of what came in was paid by the sender: it is no part of the amount.
	return b.received(c, c.get("Operation Date"), c.get("Operation Amount"), yearFirst, bitcoin(),
		c.get("Operation Hash"))
}

func trezorRow(b *builder, c cells) error {
	if c.get("Type") != "RECV" {
		return b.skip()
	}
	unix, err := strconv.ParseInt(c.get("Timestamp"), 10, 64)
	if err != nil || !plausible(unix) {
		return fmt.Errorf("the timestamp %q is not in seconds since 1970", clip(c.get("Timestamp")))
	}
	u, ok := unitOf(c.get("Amount unit"))
	if !ok {
		return fmt.Errorf("the unit %q is not one of bitcoin", clip(c.get("Amount unit")))
	}
	v, err := b.amount(c.get("Amount"), u)
	switch {
	case err != nil:
		return err
	case v < 0:
		return errNegative
	case v == 0:
		return b.skip()
	}
	id := c.get("Transaction ID")
	if id != "" {
		id += " " + c.get("Address") // one row an output
	}
	row := Row{Line: c.line, Time: unix, Kind: Payout, Amount: v}
	b.add(row, c.entry(row, c.get("Timestamp"), c.get("Amount"), c.get("Amount unit")), id)
	return nil
}

func greenRow(b *builder, c cells) error {
	switch c.get("description") {
	case "incoming":
	case "outgoing", "redeposit", "not confirmed":
		return b.skip()
	default:
		return fmt.Errorf("the description %q is neither incoming nor outgoing", clip(c.get("description")))
	}
	u, ok := unitOf(c.get("unit"))
	if !ok {
		return fmt.Errorf("the unit %q is not one of bitcoin", clip(c.get("unit")))
	}
	return b.received(c, c.get("time"), c.get("amount"), yearFirst, u, c.get("txhash"))
}

// mined reports whether a tax tool's word for a row is mining.
func mined(word string) bool {
	switch strings.ToLower(word) {
	case "mining", "mined", "income: mining", "mining income":
		return true
	}
	return false
}

// taxed adds a row of a tax tool, where it is bitcoin from mining.
func (b *builder) taxed(c cells, word, asset, when, sum string, o order) error {
	if !mined(word) || asset != "BTC" {
		return b.skip()
	}
	return b.received(c, when, sum, o, bitcoin(), "")
}

func koinlyRow(b *builder, c cells) error {
	if c.get("Received Amount") == "" && !mined(c.get("Label")) {
		return b.skip()
	}
	currency, _, _ := strings.Cut(c.get("Received Currency"), ";")
	return b.identified(c, c.get("TxHash"), func() error {
		return b.taxed(c, c.get("Label"), currency, c.get("Date"), c.get("Received Amount"), yearFirst)
	})
}

// identified gives the rows that add makes the identity of a transaction.
func (b *builder) identified(c cells, id string, add func() error) error {
	before := len(b.s.Rows)
	if err := add(); err != nil || id == "" || len(b.s.Rows) == before {
		return err
	}
	row := &b.s.Rows[before]
	if b.cut(id, c.line) {
		b.s.Rows = b.s.Rows[:before]
		return nil
	}
	row.id = hashOf(id)
	key := hashOf(fmt.Sprintf("%s|%d|%d|%d", id, row.Time, row.Amount, row.Kind))
	b.s.named = true
	first, twice := b.seen.line(key)
	if twice {
		b.twin(first)
		b.pass(c.line, "the same transaction as row %d: counted once", first)
	}
	if twice || !b.remember(key, row) {
		b.s.Rows = b.s.Rows[:before]
	}
	return nil
}

func coinTrackingRow(b *builder, c cells) error {
	return b.identified(c, "", func() error {
		return b.taxed(c, c.get("Type"), c.get("Cur."), c.get("Date"), c.get("Buy"), dayFirst)
	})
}

func coinTrackerRow(b *builder, c cells) error {
	return b.taxed(c, c.get("Tag"), c.get("Received Currency"), c.get("Date"), c.get("Received Quantity"),
		monthFirst)
}

func coinLedgerRow(b *builder, c cells) error {
	if c.get("Record Type") != "Credit" {
		return b.skip()
	}
	when := c.get("Timestamp (UTC)") + "Z"
	if strings.HasSuffix(c.get("Timestamp (UTC)"), "Z") || strings.Contains(c.get("Timestamp (UTC)"), "+") {
		when = c.get("Timestamp (UTC)")
	}
	return b.identified(c, c.get("Blockchain Id"), func() error {
		return b.taxed(c, c.get("Type"), c.get("Asset"), when, c.get("Amount"), yearFirst)
	})
}

func blockpitRow(b *builder, c cells) error {
	return b.identified(c, c.get("Transaction ID"), func() error {
		return b.taxed(c, c.get("Transaction Type"), c.get("Incoming Asset"), c.get("Timestamp"),
			c.get("Incoming Amount"), dayFirst)
	})
}

func bittyTaxRow(b *builder, c cells) error {
	return b.taxed(c, c.get("Type"), c.get("Buy Asset"), c.get("Timestamp"), c.get("Buy Quantity"), yearFirst)
}

// goMiningRow reads a table that holders export by a script; its day is the one calculated.
func goMiningRow(b *builder, c cells) error {
	m, err := parseMoment(c.get("Berechnet am (calculatedAt)"), yearFirst)
	if err != nil {
		return err
	}
	v, err := b.amount(c.get("BTC Gesamt (value)"), bitcoin())
	if err != nil {
		return err
	}
	if v < 0 {
		return errNegative
	}
	row := Row{Line: c.line, Time: m.unix, Amount: v, Dated: true, Day: dayOf(m.unix)}
	b.add(row, c.entry(row, c.get("Berechnet am (calculatedAt)"), c.get("BTC Gesamt (value)")), "")
	return nil
}
