using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Calls;

/// <summary>As what a call runs. An account is null where the call names it in a way that the block alone cannot resolve.</summary>
internal readonly record struct CallOrigin(OriginKind Kind, AccountId32? Account)
{
    public static CallOrigin Root => new(OriginKind.Root, null);

    public static CallOrigin None => new(OriginKind.None, null);

    public static CallOrigin Other => new(OriginKind.Other, null);

    public static CallOrigin Of(AccountId32? account) => new(OriginKind.Account, account);

    /// <summary>Of a <c>MultiAddress</c>, or of an account where a runtime takes only these. An index is resolved by storage alone.</summary>
    public static CallOrigin OfAddress(ScaleValue address)
    {
        var id = address is { Kind: ScaleKind.Enum, Count: 1, Variant: "Id" or "Address32" } ? address[0] : address;
        return Of(id.Kind == ScaleKind.Bytes && id.AsBytes().Length == AccountId32.Size ? AccountId32.FromBytes(id.AsBytes()) : null);
    }

    /// <summary>Of an <c>OriginCaller</c>: <c>system(Signed(account))</c>, <c>system(Root)</c>, or an origin of another pallet.</summary>
    public static CallOrigin OfCaller(ScaleValue caller) => caller is { Kind: ScaleKind.Enum, Variant: "system", Count: 1 } && caller[0].Kind == ScaleKind.Enum
        ? caller[0] switch
        {
            { Variant: "Signed", Count: 1 } signed => OfAddress(signed[0]),
            { Variant: "Root" } => Root,
            { Variant: "None" } => None,
            _ => Other,
        }
        : Other;
}
