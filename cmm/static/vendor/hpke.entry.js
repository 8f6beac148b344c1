// What hpke.js is built from: sealing of one message, base mode, with the primitives of the npm package hpke.
// Its class CipherSuite brings opening, exporting and key derivation too, three times the bytes; the key
// schedule below is all that was needed of it. The vector of RFC 9180, appendix A.3.1, is a test.

import {
  AEAD_AES_128_GCM, I2OSP, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256, LabeledExpand, LabeledExtract, concat, encode,
} from "hpke";

const kem = KEM_DHKEM_P256_HKDF_SHA256();
const kdf = KDF_HKDF_SHA256();
const aead = AEAD_AES_128_GCM();
const suite = concat(encode("HPKE"), I2OSP(kem.id, 2), I2OSP(kdf.id, 2), I2OSP(aead.id, 2));
const nothing = new Uint8Array();

// SealBase (6.1): the encapsulated key, then the ciphertext. All arguments are Uint8Arrays.
export async function seal(publicKey, info, plain, aad = nothing) {
  const { shared_secret, enc } = await kem.Encap(await kem.DeserializePublicKey(publicKey));
  const { key, nonce } = await keySchedule(shared_secret, info);
  return concat(enc, await aead.Seal(key, nonce, aad, plain));
}

// KeySchedule (5.1) in base mode; the nonce of the first message (5.2) is the base nonce itself.
async function keySchedule(shared, info) {
  const extract = (salt, label, ikm) => LabeledExtract(kdf, suite, salt, encode(label), ikm);
  const hashes = [await extract(nothing, "psk_id_hash", nothing), await extract(nothing, "info_hash", info)];
  const secret = await extract(shared, "secret", nothing);
  const expand = (label, length) =>
    LabeledExpand(kdf, suite, secret, encode(label), concat(new Uint8Array(1), ...hashes), length);
  return { key: await expand("key", aead.Nk), nonce: await expand("base_nonce", aead.Nn) };
}
