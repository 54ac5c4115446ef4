using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary>What a pallet offers, as rows.</summary>
internal static class PalletView
{
    internal sealed record Section(string Title, IReadOnlyList<Item> Items);

    internal sealed record Item(string Index, string Name, string Detail, string Docs, string? Deprecation);

    public static IReadOnlyList<Section> Of(Runtime runtime, PalletMetadata pallet, JsonForm form)
    {
        var types = runtime.Metadata.Types;
        return
        [
            new("calls", Variants(types, pallet.Calls)),
            new("events", Variants(types, pallet.Events)),
            new("errors", Variants(types, pallet.Errors)),
            new("storage", [.. pallet.Storage.Select(s => new Item("", s.Name, Stored(types, s), $"{s.Docs}", Text(s.Deprecation)))]),
            new("constants", [.. pallet.Constants.Select(c => new Item(
                "", c.Name, $"{types.Describe(c.Type)} = {ChainOutput.Brief(w => runtime.Decode(c.Type, c.Value).WriteJson(w, form))}", $"{c.Docs}", Text(c.Deprecation)))]),
            new("view functions", [.. pallet.ViewFunctions.Select(f => new Item(
                "", f.Name, $"({string.Join(", ", f.Inputs.Select(i => $"{i.Name}: {types.Describe(i.Type)}"))}) → {types.Describe(f.Output)}", $"{f.Docs}", Text(f.Deprecation)))]),
        ];
    }

    private static List<Item> Variants(TypeRegistry types, PalletEnum? of) => of is not null && types[of.Type].Definition is TypeDefinition.Variant { Variants: var variants }
        ? [.. variants.OrderBy(v => v.Index).Select(v => new Item($"{v.Index}", v.Name, string.Join(", ", v.Fields.Select(f => f.Name is null ? types.Describe(f.Type) : $"{f.Name}: {types.Describe(f.Type)}")), $"{v.Docs}", Text(of.Deprecated.GetValueOrDefault(v.Index))))]
        : [];

    private static string Stored(TypeRegistry types, StorageEntryMetadata entry) => entry.Key is { } key
        ? $"{types.Describe(key)} → {types.Describe(entry.Value)} ({string.Join(", ", entry.Hashers)}){(entry.Modifier == StorageModifier.Optional ? ", optional" : "")}"
        : $"{types.Describe(entry.Value)}{(entry.Modifier == StorageModifier.Optional ? ", optional" : "")}";

    private static string? Text(Deprecation? deprecation) => deprecation is null ? null : $"{deprecation.Note ?? "no note"}{(deprecation.Since is null ? "" : $" (since {deprecation.Since})")}";
}
