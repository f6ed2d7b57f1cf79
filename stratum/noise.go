package stratum

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/btcsuite/btcd/btcec/v2"
	"github.com/btcsuite/btcd/btcec/v2/ellswift"
	"golang.org/x/crypto/chacha20poly1305"
)

// noiseName is the name of the handshake that everything is hashed under (sv2-spec 04).
const noiseName = "Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256"

// Lengths of the handshake's two acts. The text of the specification has 170 for the second, left over from
// keys of 32 bytes; its reference implementation and ESP-Miner read 234.
const (
	Act1Size = 64
	Act2Size = 64 + 64 + tagSize + certificateSize + tagSize
	tagSize  = 16
)

// Key is a key pair with the encoding of its public half that travels.
type Key struct {
	secret  *btcec.PrivateKey
	Encoded [64]byte // ElligatorSwift (BIP 324): indistinguishable from random bytes
}

// NewKey is the key pair of a secret, which must not be 0 or beyond the curve's order; random chooses among
// the many encodings of its public half.
func NewKey(secret [32]byte, random io.Reader) (Key, error) {
	priv, err := secretOf(secret)
	if err != nil {
		return Key{}, err
	}
	var point btcec.JacobianPoint
	btcec.ScalarBaseMultNonConst(&priv.Key, &point)
	point.ToAffine()
	x := point.X.Normalize()
	for {
		var draw [33]byte
		if _, err := io.ReadFull(random, draw[:]); err != nil {
			return Key{}, fmt.Errorf("draw an encoding: %w", err)
		}
		var u btcec.FieldVal
		u.SetByteSlice(draw[:32])
		u.Normalize()
		t := ellswift.XSwiftECInv(&u, x, int(draw[32]&7))
		if t == nil {
			continue // one in two draws has no encoding
		}
		k := Key{secret: priv}
		copy(k.Encoded[:32], u.Bytes()[:])
		copy(k.Encoded[32:], t.Normalize().Bytes()[:])
		return k, nil
	}
}

// keyOf is NewKey with a known encoding, which must be one of the secret's.
func keyOf(secret [32]byte, encoded [64]byte) (Key, error) {
	priv, err := secretOf(secret)
	if err != nil {
		return Key{}, err
	}
	k := Key{secret: priv, Encoded: encoded}
	x, err := decode(encoded)
	if err == nil && x != k.X() {
		err = errors.New("the encoding is another key's")
	}
	return k, err
}

func secretOf(secret [32]byte) (*btcec.PrivateKey, error) {
	var n btcec.ModNScalar
	if over := n.SetBytes(&secret); over != 0 || n.IsZero() {
		return nil, errors.New("not a secret of the curve")
	}
	return btcec.PrivKeyFromScalar(&n), nil
}

// X is the public half as 32 bytes, the x coordinate alone (BIP 340).
func (k *Key) X() [32]byte {
	return [32]byte(k.secret.PubKey().SerializeCompressed()[1:])
}

// decode is the x coordinate that an encoding stands for; every 64 bytes stand for one.
func decode(encoded [64]byte) ([32]byte, error) {
	var u, t btcec.FieldVal
	u.SetByteSlice(encoded[:32])
	t.SetByteSlice(encoded[32:])
	x, err := ellswift.XSwiftEC(u.Normalize(), t.Normalize())
	if err != nil {
		return [32]byte{}, err
	}
	return *x.Normalize().Bytes(), nil
}

// agree is the secret of BIP 324 between our key and their encoding.
func (k *Key) agree(theirs [64]byte, initiating bool) ([32]byte, error) {
	secret, err := ellswift.V2Ecdh(k.secret, theirs, k.Encoded, initiating)
	if err != nil {
		return [32]byte{}, err
	}
	return *secret, nil
}

// state is the symmetric state of Noise: what was said so far, and the keys that follow from it.
type state struct {
	h, ck [32]byte
	box   Cipher
	keyed bool
}

func newState() state {
	h := sha256.Sum256([]byte(noiseName))
	s := state{h: sha256.Sum256(h[:]), ck: h} // the prologue is empty
	return s
}

func (s *state) mixHash(b []byte) {
	sum := sha256.New()
	sum.Write(s.h[:])
	sum.Write(b)
	s.h = [32]byte(sum.Sum(nil))
}

func (s *state) mixKey(secret [32]byte) {
	var k [32]byte
	s.ck, k = derive(s.ck, secret[:])
	s.box, s.keyed = newCipher(k), true
}

// derive is HKDF with two outputs and no info.
func derive(ck [32]byte, input []byte) (one, two [32]byte) {
	mac := func(key []byte, parts ...[]byte) [32]byte {
		m := hmac.New(sha256.New, key)
		for _, p := range parts {
			m.Write(p)
		}
		return [32]byte(m.Sum(nil))
	}
	temp := mac(ck[:], input)
	one = mac(temp[:], []byte{1})
	two = mac(temp[:], one[:], []byte{2})
	return one, two
}

// seal adds plain, encrypted and bound to all that was said, to b.
func (s *state) seal(b, plain []byte) []byte {
	at := len(b)
	b = s.box.seal(b, plain, s.h[:])
	s.mixHash(b[at:])
	return b
}

func (s *state) open(sealed []byte) ([]byte, error) {
	plain, err := s.box.open(nil, sealed, s.h[:])
	if err != nil {
		return nil, err
	}
	s.mixHash(sealed)
	return plain, nil
}

// Cipher seals or opens what goes in one direction. It must be used in order: each use counts.
type Cipher struct {
	aead cipher.AEAD
	n    uint64
}

func newCipher(k [32]byte) Cipher {
	aead, err := chacha20poly1305.New(k[:])
	if err != nil {
		panic("stratum: " + err.Error()) // a key of 32 bytes is never refused
	}
	return Cipher{aead: aead}
}

// NewCipher is the cipher of a key that a handshake ended with.
func NewCipher(k [32]byte) Cipher { return newCipher(k) }

func (c *Cipher) nonce() (b [12]byte) {
	binary.LittleEndian.PutUint64(b[4:], c.n)
	c.n++
	return b
}

func (c *Cipher) seal(b, plain, bound []byte) []byte {
	n := c.nonce()
	return c.aead.Seal(b, n[:], plain, bound)
}

func (c *Cipher) open(b, sealed, bound []byte) ([]byte, error) {
	n := c.nonce()
	out, err := c.aead.Open(b, n[:], sealed, bound)
	if err != nil {
		return nil, errors.New("sealed by another key, or changed")
	}
	return out, nil
}

// Sizes of sealed frames.
const (
	SealedHead = FrameHead + tagSize
	maxSealed  = 65_535
	maxPlain   = maxSealed - tagSize
)

// Seal adds a frame, as AppendMessage wrote it, sealed to b: its head by itself, then its payload in blocks.
func (c *Cipher) Seal(b, frame []byte) []byte {
	b = c.seal(b, frame[:FrameHead], nil)
	for rest := frame[FrameHead:]; len(rest) > 0; {
		n := min(len(rest), maxPlain)
		b = c.seal(b, rest[:n], nil)
		rest = rest[n:]
	}
	return b
}

// OpenHead opens a frame's head.
func (c *Cipher) OpenHead(sealed [SealedHead]byte) (f Frame, length int, err error) {
	var room [FrameHead]byte
	head, err := c.open(room[:0], sealed[:], nil)
	if err != nil {
		return Frame{}, 0, err
	}
	f, length = ParseHead([FrameHead]byte(head))
	return f, length, nil
}

// SealedSize is how many bytes a payload of length bytes has when sealed.
func SealedSize(length int) int {
	return length + tagSize*((length+maxPlain-1)/maxPlain)
}

// OpenPayload opens a payload in place.
func (c *Cipher) OpenPayload(sealed []byte) ([]byte, error) {
	out := sealed[:0]
	for len(sealed) > 0 {
		n := min(len(sealed), maxSealed)
		if n < tagSize {
			return nil, errShort
		}
		if n == len(sealed) && len(out) == 0 { // one block: truly in place
			return c.open(out, sealed, nil)
		}
		plain, err := c.open(nil, sealed[:n], nil)
		if err != nil {
			return nil, err
		}
		out = append(out, plain...) // shorter than what was read, so that nothing unread is overwritten
		sealed = sealed[n:]
	}
	return out, nil
}
