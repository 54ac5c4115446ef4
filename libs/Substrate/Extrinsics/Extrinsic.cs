using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>What stands before a call in an extrinsic.</summary>
public enum ExtrinsicKind
{
    /// <summary>Nothing: an inherent, or a call that needs no signer.</summary>
    Bare,

    /// <summary>Address, signature and extensions (format 4).</summary>
    Signed,

    /// <summary>Extensions alone, which may carry a signature themselves (format 5).</summary>
    General,
}

/// <summary>A decoded extrinsic. Sources: sp_runtime's <c>UncheckedExtrinsic</c> and <c>Preamble</c>.</summary>
public sealed class Extrinsic
{
    internal Extrinsic(H256 hash, byte version, ExtrinsicKind kind, ScaleValue call) => (Hash, Version, Kind, Call) = (hash, version, kind, new(call));

    /// <summary>BLAKE2b-256 of its bytes with the length in front, as explorers show it.</summary>
    public H256 Hash { get; }

    /// <summary>Format: 4 or 5.</summary>
    public byte Version { get; }

    /// <summary>What stands before the call.</summary>
    public ExtrinsicKind Kind { get; }

    /// <summary>The signer's address; unit when not signed.</summary>
    public ScaleValue Address { get; internal init; }

    /// <summary>The signature; unit when not signed. This library checks none.</summary>
    public ScaleValue Signature { get; internal init; }

    /// <summary>Version of the extensions; only with <see cref="ExtrinsicKind.General"/>.</summary>
    public byte? ExtensionVersion { get; internal init; }

    /// <summary>What the transaction extensions carry, by name, in the order of their encoding.</summary>
    public IReadOnlyList<(string Name, ScaleValue Value)> Extensions { get; internal init; } = [];

    /// <summary>The call.</summary>
    public CallView Call { get; }

    /// <summary>The account that signed; null when not signed, or when the address names the signer in another way.</summary>
    public AccountId32? Signer
    {
        get
        {
            var id = Address.Kind == ScaleKind.Enum && Address.Count == 1 ? Address[0] : Address;
            return Kind == ExtrinsicKind.Signed && id.Kind == ScaleKind.Bytes && id.AsBytes().Length == 32 && (Address.Kind != ScaleKind.Enum || Address.Variant == "Id")
                ? AccountId32.FromBytes(id.AsBytes())
                : null;
        }
    }

    /// <summary>The signer's count of transactions; null when there is none.</summary>
    public ulong? Nonce => Find("CheckNonce") is { Kind: ScaleKind.Unsigned } nonce && nonce.AsUInt128() <= ulong.MaxValue ? nonce.AsUInt64() : null;

    /// <summary>Planck on top of the fee; null when there is no such extension.</summary>
    public UInt128? Tip
    {
        get
        {
            var payment = Find("ChargeTransactionPayment") ?? Find("ChargeAssetTxPayment");
            return payment is not { } value ? null
                : value.Kind == ScaleKind.Unsigned ? value.AsUInt128()
                : value.TryField("tip", out var tip) && tip.Kind == ScaleKind.Unsigned ? tip.AsUInt128()
                : null;
        }
    }

    /// <summary>How long it is valid; null when there is no such extension.</summary>
    public Era? Era
    {
        get
        {
            if ((Find("CheckMortality") ?? Find("CheckEra")) is not { } value)
            {
                return null;
            }

            var reader = new ScaleReader(value.Encode());
            return Substrate.Era.Read(ref reader);
        }
    }

    /// <summary>Writes <c>{i, hash, version, signed, signer, nonce, tip, pallet, palletIndex, call, callIndex, args}</c>; signer, nonce and tip only when signed.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="index">Its position in the block.</param>
    /// <param name="form">How values are written.</param>
    public void WriteJson(Utf8JsonWriter writer, int index, JsonForm? form = null)
    {
        form ??= JsonForm.Default;
        writer.WriteStartObject();
        writer.WriteNumber("i", index);
        writer.WriteString("hash", Hash.ToString());
        writer.WriteNumber("version", Version);
        writer.WriteBoolean("signed", Kind == ExtrinsicKind.Signed);
        if (Kind == ExtrinsicKind.Signed)
        {
            writer.WritePropertyName("signer");
            (Signer is null ? Address : Address.Kind == ScaleKind.Enum ? Address[0] : Address).WriteJson(writer, form);
            writer.WriteNumber("nonce", Nonce ?? 0);
            writer.WriteString("tip", $"{Tip ?? 0}");
        }

        CallPlan.WriteParts(Call.Value, writer, form);
        writer.WriteEndObject();
    }

    private ScaleValue? Find(string extension)
    {
        foreach (var (name, value) in Extensions)
        {
            if (name == extension)
            {
                return value;
            }
        }

        return null;
    }
}
