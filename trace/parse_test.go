package trace_test

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/trace"
)

func network(t testing.TB, name string) chain.Network {
	t.Helper()
	n, err := chain.NetworkNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAddresses reads the test vectors of BIP 173 and BIP 350 and the addresses of block 9's and of OCEAN's
// payouts.
func TestAddresses(t *testing.T) {
	for _, c := range []struct{ text, network, script string }{
		{"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "main", "0014751e76e8199196d454941c45d1b3a323f1433bd6"},
		{"tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7", "signet", "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262"},
		{"bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y", "main", "5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6"},
		{"BC1SW50QGDZ25J", "main", "6002751e"},
		{"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "main", "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"},
		{"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "main", "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac"},
		{"37dvwZZoT3D7RXpTCpN2yKzMmNs2i2Fd1n", "main", ""},
	} {
		a, err := trace.ParseAddress(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := hex.EncodeToString(a.Script); got != c.script && c.script != "" {
			t.Errorf("%s is script %s, want %s", c.text, got, c.script)
		}
		if again := trace.AddressOf(a.Script, network(t, c.network)); !strings.EqualFold(again, c.text) {
			t.Errorf("%s comes back as %s", c.text, again)
		}
		if err := a.On(network(t, c.network)); err != nil {
			t.Error(err)
		}
		if err := a.On(network(t, "regtest")); err == nil || !strings.Contains(err.Error(), "regtest") {
			t.Errorf("%s on regtest: %v", c.text, err)
		}
	}
	for _, text := range []string{
		"", "1", "bc1", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0", "11A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
		"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", // the latter has the checksum of BIP 350
		"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", // and this of BIP 173
		"tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47", "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
		"bc1gmk9yu", "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", "Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
	} {
		if a, err := trace.ParseAddress(text); err == nil {
			t.Errorf("%q is read as %x", text, a.Script)
		}
	}
}

// genesis is the first transaction of mainnet.
const genesis = "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000"

func TestParseTx(t *testing.T) {
	raw, err := hex.DecodeString(genesis)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := trace.ParseTx(raw)
	if err != nil || tx.ID.String() != "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b" ||
		!tx.Coinbase() || tx.Sat() != 50e8 {
		t.Errorf("%+v, %v", tx, err)
	}
	// A witness does not change the hash.
	plain := btcdtest.Transaction([]btcdtest.Spend{{ID: tx.ID}, {ID: tx.ID, Vout: 3}},
		[]btcdtest.Paid{to(5, 1), to(6, 2)})
	with := slices.Concat(plain[:4], []byte{0, 1}, plain[4:len(plain)-4], []byte{2, 1, 0xaa, 0, 0},
		plain[len(plain)-4:])
	a, err1 := trace.ParseTx(plain)
	b, err2 := trace.ParseTx(with)
	if err1 != nil || err2 != nil || a.ID != b.ID || a.ID != btcdtest.ID(plain) ||
		!slices.Equal(a.Bytes, b.Bytes) {
		t.Errorf("with witness %v, %v; without %v, %v", b.ID, err2, a.ID, err1)
	}
	for n := range plain {
		if _, err := trace.ParseTx(plain[:n]); err == nil {
			t.Errorf("the first %d bytes are read as a transaction", n)
		}
	}
	if _, err := trace.ParseTx(append(slices.Clone(plain), 0)); err == nil {
		t.Error("a byte behind the end is read")
	}
	much := btcdtest.Transaction([]btcdtest.Spend{{ID: tx.ID}}, []btcdtest.Paid{to(20e14, 1), to(2e14, 2)})
	if _, err := trace.ParseTx(much); err == nil {
		t.Error("22 million bitcoin are read")
	}
}

func FuzzParseTx(f *testing.F) {
	raw, _ := hex.DecodeString(genesis)
	f.Add(raw)
	f.Add(btcdtest.Transaction([]btcdtest.Spend{{}}, []btcdtest.Paid{to(5, 1)}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		tx, err := trace.ParseTx(raw)
		if err != nil {
			return
		}
		again, err := trace.ParseTx(tx.Bytes)
		if err != nil || again.ID != tx.ID || len(again.Spends) != len(tx.Spends) || again.Sat() != tx.Sat() {
			t.Errorf("%x is read again as %+v, %v", tx.Bytes, again, err)
		}
	})
}

// TestPools: an address goes before a tag, a tag is found whatever its case, and neither is no pool.
func TestPools(t *testing.T) {
	ocean, err := trace.ParseAddress("37dvwZZoT3D7RXpTCpN2yKzMmNs2i2Fd1n")
	if err != nil {
		t.Fatal(err)
	}
	tx := func(text string, script []byte) trace.Tx {
		tx, err := trace.ParseTx(btcdtest.Coinbase(300000, text,
			[]btcdtest.Paid{to(1, 1), {Sat: 2, Script: script}}))
		if err != nil {
			t.Fatal(err)
		}
		return tx
	}
	for _, c := range []struct {
		tx      trace.Tx
		network string
		want    trace.Pool
	}{
		{tx("mined by /ViaBTC/", ocean.Script), "main", trace.Pool{Name: "OCEAN", By: trace.ByAddress}},
		{tx("mined by /ViaBTC/", ocean.Script), "regtest", trace.Pool{Name: "ViaBTC", By: trace.ByTag}},
		{tx("mined by /VIABTC/", nil), "main", trace.Pool{Name: "ViaBTC", By: trace.ByTag}},
		{tx("nobody knows", nil), "main", trace.Pool{By: trace.ByNone}},
	} {
		if got := trace.PoolOf(c.tx, network(t, c.network)); got != c.want {
			t.Errorf("%q is of %+v, want %+v", c.tx.Script, got, c.want)
		}
	}
	if lists := trace.Lists(); len(lists) != 2 || lists[0].Licence != "MIT" ||
		!strings.Contains(lists[0].What, "2026-02-24") {
		t.Errorf("lists are %+v", lists)
	}
}

// TestLabels: each line that cannot be meant is named with its repair.
func TestLabels(t *testing.T) {
	main := network(t, "main")
	const good = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
	for text, says := range map[string]string{
		good + ",Bourse\n": "labels:1: write address, label and kind",
		"address,label,kind\n" + good + ",Bourse,shop\n":         "labels:2: there is no kind",
		"# mine\n" + good + "x,Bourse,exchange\n":                "labels:2: ",
		"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080,B,mixer\n": "is of regtest, and the source is on main",
	} {
		err := trace.KnownLabels(main).Read(reader(text), main)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := trace.KnownLabels(main).Read(reader("\ufeffAddress, Label, Kind\n"+good+", Mine, deposit\n"),
		main); err != nil {
		t.Error(err)
	}
}
