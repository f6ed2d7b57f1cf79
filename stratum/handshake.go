package stratum

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/btcsuite/btcd/btcec/v2/schnorr"
)

// Certificate is what an authority says of a server's static key.
type Certificate struct {
	From, Until uint32 // seconds since 1970
	signature   [64]byte
}

const certificateSize = 2 + 4 + 4 + 64

// leeway is how far clocks of client and server may be apart, in seconds, as in the reference implementation.
const leeway = 10

// Certify signs a server's static key (x coordinate) for a time, with the authority's secret.
func Certify(authority [32]byte, static [32]byte, from, until uint32) (Certificate, error) {
	priv, err := secretOf(authority)
	if err != nil {
		return Certificate{}, err
	}
	c := Certificate{From: from, Until: until}
	digest := c.digest(static)
	signature, err := schnorr.Sign(priv, digest[:])
	if err != nil {
		return Certificate{}, fmt.Errorf("sign a certificate: %w", err)
	}
	c.signature = [64]byte(signature.Serialize())
	return c, nil
}

// head is the certificate without its signature: version 0 and the dates.
func (c *Certificate) head() []byte {
	b := binary.LittleEndian.AppendUint32([]byte{0, 0}, c.From)
	return binary.LittleEndian.AppendUint32(b, c.Until)
}

func (c *Certificate) digest(static [32]byte) [32]byte {
	return sha256.Sum256(append(c.head(), static[:]...))
}

func (c *Certificate) bytes() []byte { return append(c.head(), c.signature[:]...) }

// check says why a certificate of a static key is not to be trusted at a time.
func (c *Certificate) check(b []byte, static, authority [32]byte, now uint32) error {
	if binary.LittleEndian.Uint16(b) != 0 {
		return errors.New("a certificate of an unknown version")
	}
	c.From, c.Until = binary.LittleEndian.Uint32(b[2:]), binary.LittleEndian.Uint32(b[6:])
	c.signature = [64]byte(b[10:])
	key, err := schnorr.ParsePubKey(authority[:])
	if err != nil {
		return fmt.Errorf("the authority's key: %w", err)
	}
	signature, err := schnorr.ParseSignature(c.signature[:])
	if err != nil {
		return fmt.Errorf("a certificate's signature: %w", err)
	}
	digest := c.digest(static)
	if !signature.Verify(digest[:], key) {
		return errors.New("the server's certificate is not signed by the expected authority")
	}
	if int64(now)+leeway < int64(c.From) || int64(now) > int64(c.Until)+leeway {
		return fmt.Errorf("the server's certificate is for %d to %d, and it is %d", c.From, c.Until, now)
	}
	return nil
}

// Ciphers are what a handshake ends with.
type Ciphers struct{ ToServer, ToClient Cipher }

func (s *state) split() (k1, k2 [32]byte) { return derive(s.ck, nil) }

// Responder is the server's half of a handshake: its static key and what an authority says of it.
type Responder struct {
	Static      Key
	Certificate Certificate
}

// Answer takes a client's first act and gives the second one and the ciphers; ephemeral must be new.
func (r *Responder) Answer(act1 [Act1Size]byte, ephemeral Key) (act2 []byte, _ Ciphers, err error) {
	act2, k1, k2, err := r.answer(act1, ephemeral)
	if err != nil {
		return nil, Ciphers{}, err
	}
	return act2, Ciphers{newCipher(k1), newCipher(k2)}, nil
}

func (r *Responder) answer(act1 [Act1Size]byte, ephemeral Key) (act2 []byte, k1, k2 [32]byte, err error) {
	s := newState()
	s.mixHash(act1[:])
	s.mixHash(nil)
	act2 = append(act2, ephemeral.Encoded[:]...)
	s.mixHash(ephemeral.Encoded[:])
	secret, err := ephemeral.agree(act1, false)
	if err != nil {
		return nil, k1, k2, err
	}
	s.mixKey(secret)
	act2 = s.seal(act2, r.Static.Encoded[:])
	if secret, err = r.Static.agree(act1, false); err != nil {
		return nil, k1, k2, err
	}
	s.mixKey(secret)
	act2 = s.seal(act2, r.Certificate.bytes())
	k1, k2 = s.split()
	return act2, k1, k2, nil
}

// Initiator is the client's half of a handshake.
type Initiator struct {
	key Key
	s   state
}

// NewInitiator begins a handshake; ephemeral must be new.
func NewInitiator(ephemeral Key) *Initiator {
	i := &Initiator{key: ephemeral, s: newState()}
	i.s.mixHash(ephemeral.Encoded[:])
	i.s.mixHash(nil)
	return i
}

// Act1 is what the client sends first.
func (i *Initiator) Act1() [Act1Size]byte { return i.key.Encoded }

// Finish takes the server's answer and checks its certificate against the authority's key (x coordinate) at
// a time in seconds since 1970.
func (i *Initiator) Finish(act2 [Act2Size]byte, authority [32]byte, now uint32) (Ciphers, error) {
	k1, k2, err := i.finish(act2, authority, now)
	if err != nil {
		return Ciphers{}, err
	}
	return Ciphers{newCipher(k1), newCipher(k2)}, nil
}

func (i *Initiator) finish(act2 [Act2Size]byte, authority [32]byte, now uint32) (k1, k2 [32]byte, err error) {
	theirs := [64]byte(act2[:64])
	i.s.mixHash(theirs[:])
	secret, err := i.key.agree(theirs, true)
	if err != nil {
		return k1, k2, err
	}
	i.s.mixKey(secret)
	static, err := i.s.open(act2[64 : 64+64+tagSize])
	if err != nil {
		return k1, k2, err
	}
	if secret, err = i.key.agree([64]byte(static), true); err != nil {
		return k1, k2, err
	}
	i.s.mixKey(secret)
	certificate, err := i.s.open(act2[64+64+tagSize:])
	if err != nil {
		return k1, k2, err
	}
	x, err := decode([64]byte(static))
	if err != nil {
		return k1, k2, err
	}
	var c Certificate
	if err := c.check(certificate, x, authority, now); err != nil {
		return k1, k2, err
	}
	k1, k2 = i.s.split()
	return k1, k2, nil
}

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// authorityVersion stands before the key in an address.
var authorityVersion = []byte{1, 0}

// AuthorityText is an authority's key as it stands in a server's address, in base 58 with a checksum.
func AuthorityText(x [32]byte) string {
	b := append(slices.Clone(authorityVersion), x[:]...)
	first := sha256.Sum256(b)
	second := sha256.Sum256(first[:])
	n := new(big.Int).SetBytes(append(b, second[:4]...))
	var out []byte
	for rest := new(big.Int); n.Sign() > 0; {
		n.DivMod(n, big.NewInt(58), rest)
		out = append(out, base58[rest.Int64()])
	}
	slices.Reverse(out) // the first byte is 1: no zeros lead
	return string(out)
}

// ParseAuthority reads what AuthorityText wrote.
func ParseAuthority(text string) ([32]byte, error) {
	n := new(big.Int)
	for _, c := range []byte(text[:min(len(text), 64)]) {
		d := strings.IndexByte(base58, c)
		if d < 0 {
			return [32]byte{}, fmt.Errorf("an authority's key with %q, which is not of base 58", c)
		}
		n.Add(n.Mul(n, big.NewInt(58)), big.NewInt(int64(d)))
	}
	if n.BitLen() > 8*38 || len(text) > 64 {
		return [32]byte{}, errors.New("an authority's key that is too long")
	}
	b := n.FillBytes(make([]byte, 38))
	first := sha256.Sum256(b[:34])
	second := sha256.Sum256(first[:])
	if !slices.Equal(b[:2], authorityVersion) || !slices.Equal(b[34:], second[:4]) {
		return [32]byte{}, errors.New("an authority's key with a wrong version or checksum")
	}
	return [32]byte(b[2:34]), nil
}
