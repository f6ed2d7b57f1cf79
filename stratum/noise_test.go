package stratum

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The hash of the protocol's name, as the reference implementation and ESP-Miner carry it, and the start of
// the hash after the empty prologue, as a log of ESP-Miner's shows it.
func TestProtocolHash(t *testing.T) {
	s := newState()
	if got := hex.EncodeToString(s.ck[:]); got != "2eb47881208e9eee1f669f67c66ee70ea9ea88090d503fe830dc4bc83e29bf10" {
		t.Errorf("chaining key %s", got)
	}
	if got := hex.EncodeToString(s.h[:]); got != "922fa32e4f487c0d59caa3bed7899ce3d98db7e13dbd3b7cf2d23dd433dc6104" {
		t.Errorf("hash %s", got)
	}
}

// sv2-spec 04, 4.7.1.
func TestAuthorityKey(t *testing.T) {
	x := [32]byte(unhex(t, "76637000979c1c11af0c300bcd8c7fe48610fce9b9c11e3daee35ae0b08a7455"))
	const text = "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh"
	if got := AuthorityText(x); got != text {
		t.Errorf("%s", got)
	}
	if got, err := ParseAuthority(text); err != nil || got != x {
		t.Errorf("%x, %v", got, err)
	}
	for _, wrong := range []string{"", text[1:], text + "1",
		strings.Replace(text, "9b", "9c", 1), "0" + text[1:],
		strings.Repeat("z", 64), strings.Repeat("z", 65)} {
		if got, err := ParseAuthority(wrong); err == nil {
			t.Errorf("%q is read as %x", wrong, got)
		}
	}
}

// bips, bip-0324/packet_encoding_test_vectors.csv, first row.
func TestAgreement(t *testing.T) {
	key, err := keyOf([32]byte(unhex(t, "e79f04ad4c684525ff3e3cf7c19f4cdb11193d387d7f3fe82a948a0c3165f5fe")),
		[64]byte(unhex(t, "4eff53ea1945e57b5d170565e760d771e5d496101c1005c302fd687af80d8b858c5a681c474fc4c0546ee464a1b9589"+
			"9ecb9d4f50c2c0854fe029fc054ae6777")))
	if err != nil {
		t.Fatal(err)
	}
	theirs := [64]byte(unhex(t,
		"824a1da0530fa695b95b375fee2a56ec96ce375ddd2fcf8367cc8ec1c0b751a3304bbef5dc96543acaac50c24be8cb399"+
			"06ef8521727de0c6e96c2060a026bd7"))
	got, err := key.agree(theirs, true)
	if want := "05ac09c882b2cddd57fd4a1a14f93ae78d78a2ab2adb8cb6d67176cdb3101e15"; err != nil ||
		hex.EncodeToString(got[:]) != want {
		t.Errorf("%x, %v", got, err)
	}
}

func word(text string) [32]byte { return sha256.Sum256([]byte("sv2 vector " + text)) }

// A whole handshake with fixed keys, made by a server that ESP-Miner's own code accepted. Its keys are hashes
// of words; their encodings and the certificate stand in the acts.
func TestHandshakeVector(t *testing.T) {
	act1 := [Act1Size]byte(unhex(t, "03bf4ba66cbe1ab98888839ca74dfc73ad11472a605c6b8af5798dc5a3eb4e10a0807a9b4379e14b61ed4aa8f7231aabd290b"+
		"3686cbeb1d6dd03b9bb148a056a"))
	act2 := [Act2Size]byte(unhex(t, "79efb40776647b62b2e66e0a0c943494a927cc09b1e4b4b4c3a017fd4e603376af351494ef9dd5368f26669f196a293900825"+
		"a420ce6adaf9b4c01c10e36f008114820228d4392be1f6744200118bb0603c3f5823578f10438c37b291544094896fad3919c3a4f86913"+
		"2975033b15b7f80658fa366b45bc31e9804d809e7000ba733bd515bce5a2ad0a858ee9bd715c407d59ce5be9396b00c0f85c68f77cf5b2"+
		"40a84a32c64a70382e92ea08870c52a5966d8429b629c009125337a1732fcb0c042a60ce50dc0b35d85c46ed14e2260da4e7babb5a23a1"+
		"2381c7b90da793bb1ef8fb1ce372827dacadc"))
	authority := [32]byte(unhex(t, "cc55b064c05006331223a8c5d3cb517b28eadb725e24369481b424dcc33faa12"))
	const from, until = 1_700_000_000, 1_731_536_000
	const wantK1 = "273ec543f31969b1ade402185c90ce5d04f008f78389a669b0707be32fc70293"
	const wantK2 = "b27c97a2bccd92b4bcedc9c5cb15ca63c14c295aa868ac4120bc023968ccb2a1"

	client, err := keyOf(word("initiator ephemeral"), act1)
	if err != nil {
		t.Fatal(err)
	}
	i := NewInitiator(client)
	if i.Act1() != act1 {
		t.Errorf("act 1 is %x", i.Act1())
	}
	k1, k2, err := i.finish(act2, authority, from+1)
	if err != nil || hex.EncodeToString(k1[:]) != wantK1 || hex.EncodeToString(k2[:]) != wantK2 {
		t.Fatalf("client: %x, %x, %v", k1, k2, err)
	}

	// The server's side: the encoding of its static key is read out of the second act, as the client does.
	static := staticOf(t, client, act2)
	ephemeral, err := keyOf(word("responder ephemeral"), [64]byte(act2[:64]))
	if err != nil {
		t.Fatal(err)
	}
	key, err := keyOf(word("responder static"), static)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := Certify(word("authority"), key.X(), from, until)
	if err != nil {
		t.Fatal(err)
	}
	server := Responder{Static: key, Certificate: certificate}
	got, k1, k2, err := server.answer(act1, ephemeral)
	if err != nil || hex.EncodeToString(k1[:]) == "" || len(got) != Act2Size ||
		!bytes.Equal(got[:144], act2[:144]) {
		t.Fatalf("server: %x, %v", got, err)
	}
	if !bytes.Equal(got, act2[:]) || hex.EncodeToString(k1[:]) != wantK1 ||
		hex.EncodeToString(k2[:]) != wantK2 {
		t.Errorf("act 2 is %x", got)
	}

	for name, change := range map[string]func() error{
		"another authority": func() error {
			_, err := NewInitiator(client).Finish(act2, word("other"), from+1)
			return err
		},
		"before its time": func() error {
			_, err := NewInitiator(client).Finish(act2, authority, from-11)
			return err
		},
		"after its time": func() error {
			_, err := NewInitiator(client).Finish(act2, authority, until+11)
			return err
		},
	} {
		if change() == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	for at := range act2 { // every bit of the answer counts
		wrong := act2
		wrong[at] ^= 1
		if at%7 == 0 { // each costs two agreements
			if _, err := NewInitiator(client).Finish(wrong, authority, from+1); err == nil {
				t.Errorf("act 2 is accepted with byte %d changed", at)
			}
		}
	}
}

// staticOf opens the server's static key in a second act.
func staticOf(t *testing.T, client Key, act2 [Act2Size]byte) [64]byte {
	i := NewInitiator(client)
	i.s.mixHash(act2[:64])
	secret, err := client.agree([64]byte(act2[:64]), true)
	if err != nil {
		t.Fatal(err)
	}
	i.s.mixKey(secret)
	static, err := i.s.open(act2[64:144])
	if err != nil {
		t.Fatal(err)
	}
	return [64]byte(static)
}

// RFC 8439, 2.8.2 through the cipher's own nonces would need its fixed nonce: what is checked is that both
// ends of a handshake with drawn keys agree, frame by frame, and that a frame lost or repeated is noticed.
func TestTransport(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1})
	draw := func() Key {
		var secret [32]byte
		random.Read(secret[:])
		k, err := NewKey(secret, random)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := decode(k.Encoded); err != nil || back != k.X() {
			t.Fatalf("the encoding %x is of %x", k.Encoded, back)
		}
		return k
	}
	authority := word("authority")
	priv, _ := secretOf(authority)
	static := draw()
	certificate, err := Certify(authority, static.X(), 10, 20)
	if err != nil {
		t.Fatal(err)
	}
	server := Responder{static, certificate}
	i := NewInitiator(draw())
	act2, theirs, err := server.Answer(i.Act1(), draw())
	if err != nil {
		t.Fatal(err)
	}
	ours, err := i.Finish([Act2Size]byte(act2), [32]byte(priv.PubKey().SerializeCompressed()[1:]), 15)
	if err != nil {
		t.Fatal(err)
	}
	var last []byte
	for _, size := range []int{0, 1, 33, maxPlain, maxPlain + 1, 3*maxPlain + 5} {
		frame := (&Frame{Type: 0x42, Channel: true, Payload: bytes.Repeat([]byte{7}, size)}).encode(nil)
		sealed := ours.ToServer.Seal(nil, frame)
		if len(sealed) != SealedHead+SealedSize(size) {
			t.Fatalf("%d bytes sealed are %d", size, len(sealed))
		}
		f, n, err := theirs.ToServer.OpenHead([SealedHead]byte(sealed))
		if err != nil || n != size || !f.Channel || f.Type != 0x42 {
			t.Fatalf("%+v of %d bytes, %v", f, n, err)
		}
		last = bytes.Clone(sealed)
		plain, err := theirs.ToServer.OpenPayload(sealed[SealedHead:])
		if err != nil || !bytes.Equal(plain, frame[FrameHead:]) {
			t.Fatalf("%d bytes came as %d, %v", size, len(plain), err)
		}
	}
	if _, _, err := theirs.ToServer.OpenHead([SealedHead]byte(last)); err == nil {
		t.Error("a frame is taken twice")
	}
	if _, err := NewKey([32]byte{}, random); err == nil {
		t.Error("0 is taken as a secret")
	}
	if _, err := keyOf(word("one"), static.Encoded); err == nil {
		t.Error("another key's encoding is taken")
	}
}

func BenchmarkAnswer(b *testing.B) {
	random := rand.NewChaCha8([32]byte{1})
	static, _ := NewKey(word("static"), random)
	certificate, _ := Certify(word("authority"), static.X(), 10, 20)
	server := Responder{static, certificate}
	client, _ := NewKey(word("client"), random)
	for b.Loop() {
		var secret [32]byte
		random.Read(secret[:])
		k, err := NewKey(secret, random)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := server.Answer(client.Encoded, k); err != nil {
			b.Fatal(err)
		}
	}
}
