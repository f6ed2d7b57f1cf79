package sha256d

//go:generate go run -C ../../tools/asm . -sha -out ../../internal/sha256d/twice_amd64.s

// fast says that the processor has what the functions below use.
var fast = hasSHA()

func hasSHA() bool

//go:noescape
func doubleOne(out *[32]byte, p *byte, blocks int)

//go:noescape
func doubleTwo(out, out2 *[32]byte, p, p2 *byte, blocks int)

//go:noescape
func foldOne(root *[32]byte, branches *[32]byte, n int)

//go:noescape
func foldTwo(root, root2 *[32]byte, branches *[32]byte, n int)

func sumOne(padded *[most]byte, blocks int) (sum [32]byte) {
	doubleOne(&sum, &padded[0], blocks)
	return sum
}

func sumTwo(a, b *[most]byte, blocks int) (one, two [32]byte) {
	doubleTwo(&one, &two, &a[0], &b[0], blocks)
	return one, two
}

func fold(root [32]byte, branches [][32]byte) [32]byte {
	foldOne(&root, &branches[0], len(branches))
	return root
}

func foldBoth(one, two [32]byte, branches [][32]byte) (root, root2 [32]byte) {
	foldTwo(&one, &two, &branches[0], len(branches))
	return one, two
}
