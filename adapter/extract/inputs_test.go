package extract_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/assaymining/assay/adapter/extract"
	"github.com/assaymining/assay/reading/draft"
)

// keys is what must be read of an offer, by path.
type keys map[string]string

// inputs is what people have: pages, term sheets from a word processor and from a scanner, a screenshot.
// Written for these tests; the values are read off the files by eye.
var inputs = []struct {
	file   string
	offers []keys
	absent []string // paths that the file must not give, and words that nobody sees
}{
	{"pages/01-cloud-cards.html", []keys{
		{"hashrate": "20 TH/s", "term": "12 months", "price.upfront": "218 USD", "fees.0.per_hashrate_day": "0.0415 USD/TH/day",
			"fees.1.revenue_share": "1.5%", "payout.minimum": "0.0004 BTC", "stops.0": "14 d terminate", "fees.0.notice": "30d"},
		{"hashrate": "75 TH/s", "term": "12 months", "price.upfront": "796 USD"},
		{"hashrate": "250 TH/s", "term": "24 months", "price.upfront": "2945 USD", "payout.basis": "fpps"}},
		[]string{"payout.fixed_return", "payout.guaranteed"}},
	{"pages/02-cloud-table.html", []keys{
		{"hashrate": "10 TH/s", "term": "180d", "price.upfront": "94.5 EUR", "fees.0.per_hashrate_day": "0.039 EUR/TH/day"},
		{"hashrate": "50 TH/s", "term": "180d", "price.upfront": "462 EUR", "uptime.promised": "96%"},
		{"hashrate": "200 TH/s", "term": "360d", "price.upfront": "2180 EUR", "payout.minimum": "0.001 BTC"}}, nil},
	{"pages/03-hosting.html", []keys{{"hashrate": "200 TH/s", "hardware.model": "Antminer S21", "price.upfront": "3190 USD",
		"fees.0.energy_price": "0.068 USD/kWh", "term": "12 months", "uptime.promised": "95%", "proof.buyer_chooses_pool": "true",
		"fees.1.once": "35 USD", "price.deposit": "240 USD", "fees.0.cap": "5%/year", "fees.0.notice": "60d", "stops.0": "unpaid"}}, []string{"referral.share"}},
	{"pages/04-ponzi.html", []keys{
		{"price.upfront": "50 USD", "payout.fixed_return": "2.4%/day", "terms.principal_returned": "true", "terms.withdrawal_payment": "true"},
		{"price.upfront": "500 USD", "payout.fixed_return": "2.6%/day", "referral.levels": "3", "referral.share": "8%"},
		{"price.upfront": "5000 USD", "payout.fixed_return": "3%/day"}}, []string{"hashrate"}},
	{"pages/05-market.html", []keys{{"hashrate": "1.5 PH/s", "term": "3d", "price.bid": "0.00000052 BTC/TH/day",
		"fees.0.spend_share": "3%", "proof.buyer_chooses_pool": "true"}}, []string{"price.upfront"}},
	{"pages/06-nft.html", []keys{{"hashrate": "5 TH/s", "hardware.efficiency": "17 J/TH", "price.upfront": "61 USDT", "term": "open",
		"fees.0.energy_price": "0.05 USD/kWh", "fees.1.revenue_share": "10%", "payout.minimum": "0.00002 BTC"}}, nil},
	{"pages/07-spanish.html", []keys{{"hashrate": "60 TH/s", "term": "12 months", "price.upfront": "640 USD",
		"fees.0.per_hashrate_day": "0.045 USD/TH/day", "fees.1.revenue_share": "2%", "payout.minimum": "0.0005 BTC",
		"stops.0": "15 d terminate"}}, nil},
	{"pages/08-chinese.html", []keys{{"hashrate": "50 TH/s", "term": "180d", "price.upfront": "465 USDT",
		"fees.0.per_hashrate_day": "0.043 USD/TH/day", "payout.basis": "fpps", "payout.minimum": "0.0005 BTC"}}, nil},
	{"pages/09-russian.html", []keys{{"hashrate": "25 TH/s", "term": "12 months", "price.upfront": "24900 RUB",
		"fees.0.per_hashrate_day": "0.05 USD/TH/day", "fees.1.revenue_share": "2%", "payout.minimum": "0.0005 BTC"}}, nil},
	{"pages/10-wordy.html", []keys{{"hashrate": "100 TH/s", "term": "2 years", "price.upfront": "1150 USD",
		"fees.0.per_hashrate_day": "0.042 USD/TH/day", "payout.minimum": "0.001 BTC", "fees.0.changeable": "true"}}, nil},
	{"sheet-en.pdf", []keys{{"hashrate": "150 TH/s", "term": "18 months", "price.upfront": "1935 USD",
		"fees.0.per_hashrate_day": "0.0465 USD/TH/day", "fees.1.revenue_share": "1%", "payout.basis": "fpps", "payout.minimum": "0.0005 BTC",
		"uptime.promised": "97%", "stops.0": "20 d terminate", "fees.0.notice": "45d", "fees.0.cap": "8%/year"}}, []string{"payout.guaranteed"}},
	{"sheet-de.pdf", []keys{{"hashrate": "80 TH/s", "term": "24 months", "price.upfront": "1120 EUR",
		"fees.0.per_hashrate_day": "0.044 EUR/TH/day", "fees.0.notice": "42d", "uptime.promised": "95%"}}, nil},
	{"scan.pdf", []keys{{"hashrate": "200 TH/s", "hardware.efficiency": "17.5 J/TH", "price.upfront": "3050 USD",
		"fees.0.energy_price": "0.071 USD/kWh", "term": "12 months", "uptime.promised": "95%"}}, nil},
	{"shot.png", []keys{{"hashrate": "200 TH/s", "price.upfront": "3050 USD", "fees.0.energy_price": "0.071 USD/kWh", "term": "12 months"}}, nil},
}

// needs skips a file whose program is not installed (CI=true: fails).
func needs(t *testing.T, file string) {
	t.Helper()
	program := map[string]string{".pdf": "pdftotext", ".png": "tesseract"}[filepath.Ext(file)]
	if strings.HasPrefix(file, "scan") {
		program = "tesseract"
	}
	if program == "" {
		return
	}
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

func TestInputs(t *testing.T) {
	for _, in := range inputs {
		t.Run(in.file, func(t *testing.T) {
			needs(t, in.file)
			data, err := os.ReadFile(filepath.Join("testdata", in.file))
			if err != nil {
				t.Fatal(err)
			}
			text, err := extract.From(t.Context(), data)
			if err != nil {
				t.Fatal(err)
			}
			f := draft.Offers(text.Text)
			if len(f.Offers) != len(in.offers) {
				t.Fatalf("%d offers, want %d", len(f.Offers), len(in.offers))
			}
			for i, want := range in.offers {
				got := keys{}
				for _, k := range f.Offers[i].Keys {
					got[k.Path] = k.Value
					if text.Text[k.From:k.To] != k.Quote {
						t.Errorf("%s: %q does not stand at %d..%d", k.Path, k.Quote, k.From, k.To)
					}
				}
				for path, value := range want {
					if got[path] != value {
						t.Errorf("offer %d, %s: %q, want %q", i+1, path, got[path], value)
					}
				}
				for _, path := range in.absent {
					if got[path] != "" {
						t.Errorf("offer %d gives %s: %q, which its words do not", i+1, path, got[path])
					}
				}
			}
		})
	}
}

// A text says the same in whatever bytes it comes.
func TestEncodings(t *testing.T) {
	ru := "Облачный майнинг. Мощность: 25 TH/s. Срок: 12 месяцев. Цена: 24 900 руб. Комиссия пула 2 %."
	ja := "クラウドマイニング契約。ハッシュレート:20 TH/s。契約期間:12か月。価格:98,000円。プール手数料 2%。"
	zh := "云算力套餐。算力:50 TH/s。合约期限:180天。价格:465 USDT。电费从收益中扣除。"
	ko := "클라우드 채굴 상품. 해시레이트: 20 TH/s. 기간: 12개월. 가격: 980,000원."
	fr := "Durée : 12 mois. Puissance de minage : 30 TH/s. Prix : 420 €. Frais prélevés à l'année."
	for name, c := range map[string]struct {
		as   encoding.Encoding
		text string
	}{
		"windows-1251": {charmap.Windows1251, ru}, "koi8-r": {charmap.KOI8R, ru},
		"utf-16le with mark": {unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), ru},
		"utf-16be with mark": {unicode.UTF16(unicode.BigEndian, unicode.UseBOM), ja},
		"utf-16le":           {unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), fr},
		"utf-16be":           {unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), fr},
		"shift-jis":          {japanese.ShiftJIS, ja}, "euc-jp": {japanese.EUCJP, ja},
		"gbk": {simplifiedchinese.GBK, zh}, "euc-kr": {korean.EUCKR, ko}, "windows-1252": {charmap.Windows1252, fr},
	} {
		data, err := c.as.NewEncoder().Bytes([]byte(c.text))
		if err != nil {
			t.Fatal(name, err)
		}
		got, err := extract.From(context.Background(), data)
		if err != nil || got.Text != c.text {
			t.Errorf("%s: %q, %v", name, got.Text, err)
		}
	}
}

// What cannot be read gets a clear answer in good time, never a crash.
func TestBadInput(t *testing.T) {
	needs(t, ".pdf")
	encrypted, err := os.ReadFile("testdata/encrypted.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data  []byte
		fails string
	}{
		"empty":                 {nil, "empty"},
		"blanks":                {[]byte(" \r\n\t"), "empty"},
		"a program":             {append([]byte("\x7fELF\x02\x01\x01\x00"), make([]byte, 4000)...), "no text"},
		"a zip":                 {[]byte("PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00"), "no text"},
		"an encrypted PDF":      {encrypted, "encrypted"},
		"a hundred megabytes":   {append([]byte("%PDF-1.7\n"), make([]byte, 100<<20)...), "larger"},
		"a PDF cut off":         {encrypted[:200], "pdftotext"},
		"a page that is script": {[]byte("<!doctype html><html><body><script>document.write('30 TH/s')</script></body></html>"), "script"},
		"a page of nothing":     {[]byte("<html><head><title>x</title></head><body><div hidden>30 TH/s</div></body></html>"), "script"},
		"a picture of nothing":  {[]byte("\x89PNG\r\n\x1a\nnothing"), "tesseract"},
	} {
		began := time.Now()
		got, err := extract.From(context.Background(), c.data)
		var e *extract.Error
		if !errors.As(err, &e) || !strings.Contains(e.Msg, c.fails) || e.Fix == "" {
			t.Errorf("%s: %q, %v; want an error with %q and a way out", name, got.Text, err, c.fails)
		}
		if took := time.Since(began); took > 2*time.Minute {
			t.Errorf("%s took %s", name, took)
		}
	}
}

// Signs that hide words, and scripts that run from right to left, change nothing of what is read.
func TestDisguises(t *testing.T) {
	for name, text := range map[string]string{
		"zero width":         "Ha\u200bsh\u200crate: 30\u200b TH/s. Te\u200drm: 12 mon\ufeffths. Pri\u2060ce: $4\u200b12.",
		"look-alikes":        "Hаshrаte: 30 TH/s. Tеrm: 12 mоnths. Рriсe: $412.", // Cyrillic а, е, о, Р, с
		"full width":         "Ｈａｓｈｒａｔｅ：３０ ＴＨ／ｓ。 Ｔｅｒｍ：１２ ｍｏｎｔｈｓ。 Ｐｒｉｃｅ：＄４１２。",
		"right to left":      "القدرة: 30 TH/s. المدة: 12 شهرًا. السعر: 412 دولار.",
		"marks of direction": "\u202bالقدرة: \u200e30 TH/s\u200f. المدة: 12 شهرًا. السعر: \u202a412\u202c دولار.\u202c",
	} {
		got := keys{}
		for _, k := range draft.Offers(text).Offers[0].Keys {
			got[k.Path] = k.Value
		}
		if got["hashrate"] != "30 TH/s" || got["term"] != "12 months" || got["price.upfront"] != "412 USD" {
			t.Errorf("%s: %v", name, got)
		}
	}
}
