package statement

import (
	"bytes"
	"strings"
	"testing"
)

// fuzzFile seeds a fuzz target with the files whose name begins so, and holds every reading to what a
// statement promises: rows in order, amounts that exist, nothing lost from sight.
func fuzzFile(f *testing.F, prefix string) {
	for name, data := range holder(f) {
		if strings.HasPrefix(name, prefix) {
			f.Add(data[:min(len(data), 4096)])
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read("f", bytes.NewReader(data), Options{})
		if err != nil {
			return
		}
		if got := len(s.Rows) + len(s.Refused) + s.More + s.Skipped; got != s.Read {
			t.Fatalf(
				"%d rows, %d refused, %d skipped are not the %d read",
				len(s.Rows),
				len(s.Refused)+s.More,
				s.Skipped,
				s.Read,
			)
		}
		for i, r := range s.Rows {
			if i > 0 && r.Time < s.Rows[i-1].Time {
				t.Fatal("rows out of order")
			}
			if max(r.Amount, -r.Amount) > maxAmount*8 || r.Line < 1 || !(r.TH >= 0 && r.TH <= 1e9) {
				t.Fatalf("row %+v", r)
			}
			if r.Amount < 0 && r.Kind != Correction && !strings.HasPrefix(s.Format, "NiceHash CSV") {
				t.Fatalf("%s of less than nothing: %+v", r.Kind, r) // there fees are rows of their own
			}
			if !plausible(r.Time) && r.Time < 1_230_768_000-86400 {
				t.Fatalf("time %d", r.Time)
			}
		}
	})
}

func FuzzPlain(f *testing.F) {
	f.Add(
		[]byte(
			PlainHeader + "\n2026-03-01,0.00010707,BTC,credit,250,TH/s,\n" +
				"2026-03-01T10:00:00+01:00,-1,sat,correction,,,x\n",
		),
	)
	fuzzFile(f, "none")
}
func FuzzNiceHash(f *testing.F)     { fuzzFile(f, "nicehash-report") }
func FuzzOcean(f *testing.F)        { fuzzFile(f, "ocean-earnings") }
func FuzzElectrum(f *testing.F)     { fuzzFile(f, "electrum") }
func FuzzSparrow(f *testing.F)      { fuzzFile(f, "sparrow") }
func FuzzCore(f *testing.F)         { fuzzFile(f, "bitcoin-core") }
func FuzzLedger(f *testing.F)       { fuzzFile(f, "ledger") }
func FuzzTrezor(f *testing.F)       { fuzzFile(f, "trezor") }
func FuzzGreen(f *testing.F)        { fuzzFile(f, "green") }
func FuzzKoinly(f *testing.F)       { fuzzFile(f, "koinly") }
func FuzzCoinTracking(f *testing.F) { fuzzFile(f, "cointracking") }
func FuzzCoinTracker(f *testing.F)  { fuzzFile(f, "cointracker") }
func FuzzCoinLedger(f *testing.F)   { fuzzFile(f, "coinledger") }
func FuzzBlockpit(f *testing.F)     { fuzzFile(f, "blockpit") }
func FuzzBittyTax(f *testing.F)     { fuzzFile(f, "bittytax") }
func FuzzGoMining(f *testing.F)     { fuzzFile(f, "gomining") }
func FuzzBraiins(f *testing.F)      { fuzzFile(f, "braiins") }
func FuzzF2Pool(f *testing.F)       { fuzzFile(f, "f2pool") }
func FuzzAntpool(f *testing.F)      { fuzzFile(f, "antpool") }
func FuzzBinance(f *testing.F)      { fuzzFile(f, "binance") }
func FuzzViaBTC(f *testing.F)       { fuzzFile(f, "viabtc") }
func FuzzBtcpoolKZ(f *testing.F)    { fuzzFile(f, "btcpool") }
func FuzzFoundry(f *testing.F)      { fuzzFile(f, "foundry") }
func FuzzLuxor(f *testing.F)        { fuzzFile(f, "luxor") }
func FuzzNiceHashJSON(f *testing.F) { fuzzFile(f, "nicehash-hash") }
func FuzzOceanJSON(f *testing.F)    { fuzzFile(f, "ocean-earnpay") }
