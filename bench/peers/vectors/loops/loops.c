// The loops that one would otherwise write, for install.sh to compile: gcc makes vectors
// of them, and takes exp from libmvec.

#include <math.h>

void peers_copy(long n, const float *restrict x, float *restrict y) {
	for (long i = 0; i < n; i++)
		y[i] = x[i];
}

void peers_relu(long n, const float *restrict x, float *restrict y) {
	for (long i = 0; i < n; i++)
		y[i] = x[i] > 0 ? x[i] : 0;
}

void peers_axpy(long n, float a, const float *restrict x, float *restrict y) {
	for (long i = 0; i < n; i++)
		y[i] += a * x[i];
}

void peers_scal(long n, float a, float *x) {
	for (long i = 0; i < n; i++)
		x[i] *= a;
}

float peers_sum(long n, const float *x) {
	float s = 0;
	for (long i = 0; i < n; i++)
		s += x[i];
	return s;
}

float peers_dot(long n, const float *x, const float *y) {
	float s = 0;
	for (long i = 0; i < n; i++)
		s += x[i] * y[i];
	return s;
}

void peers_exp(long n, const float *restrict x, float *restrict y) {
	for (long i = 0; i < n; i++)
		y[i] = expf(x[i]);
}

void peers_softmax(long rows, long cols, const float *restrict x, float *restrict y) {
	for (; rows > 0; rows--, x += cols, y += cols) {
		float m = x[0], s = 0;
		for (long i = 1; i < cols; i++)
			m = x[i] > m ? x[i] : m;
		for (long i = 0; i < cols; i++)
			y[i] = expf(x[i] - m);
		for (long i = 0; i < cols; i++)
			s += y[i];
		for (long i = 0; i < cols; i++)
			y[i] /= s;
	}
}
