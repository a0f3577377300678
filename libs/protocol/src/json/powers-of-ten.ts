/** 10⁰ … 10²², the powers of ten that are exact in float64. */
export const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
