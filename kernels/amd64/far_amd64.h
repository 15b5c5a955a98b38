// Vectors in memory, for the files that include this one. R8 is not 0 in a whole piece
// of n elements, as those vectors are cut: then what is two pages on is asked for, for
// hardware does not look beyond the page. In a cache that would only cost time.
#define FAR(n) \
	MOVQ n, R8 \
	SHRQ $16, R8
