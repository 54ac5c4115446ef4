using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain storage-key</c></summary>
internal static class StorageKeyCommand
{
    public static Command Make()
    {
        var (metadata, prefix, json) = (ChainInput.Metadata(), ChainInput.Prefix(), Work.SessionCommands.Json());
        var pallet = new Argument<string>("pallet") { Description = "The pallet, such as Broker." };
        var entry = new Argument<string>("entry") { Description = "What it stores, such as Regions." };
        var parts = new Argument<string[]>("keys") { Description = "The parts of a map's key, each as JSON; an address or hex may stand without quotes. Fewer parts give the prefix of all keys that begin so.", Arity = ArgumentArity.ZeroOrMore };
        var decode = new Option<string?>("--decode") { Description = "Take a key apart instead: shows the parts that its hashers keep.", HelpName = "HEX" };
        var value = new Option<string?>("--value") { Description = "Decode a stored value: hex with 0x, or a file with it.", HelpName = "HEX|FILE" };
        var command = new Command("storage-key", "Work out where in storage something is, or read a key and what stands under it.") { pallet, entry, parts, metadata, decode, value, prefix, json };
        command.SetAction(r =>
        {
            var runtime = ChainInput.RuntimeOf(r.GetValue(metadata)!);
            var form = ChainInput.Form(runtime, r.GetValue(prefix));
            try
            {
                var item = runtime.Storage(r.GetValue(pallet)!, r.GetValue(entry)!);
                var key = r.GetValue(decode) is { } given
                    ? ChainInput.Bytes("--decode", given).Single()
                    : item.KeyOf([.. r.GetValue(parts)!.Select((part, i) => Part(part, i))]);
                var kept = item.KeyParts > 0 && (r.GetValue(decode) is not null || r.GetValue(parts)!.Length == item.KeyParts) ? item.DecodeKey(key) : [];
                ScaleValue? stored = r.GetValue(value) is { } text ? item.Decode(ChainInput.Bytes("--value", text).Single()) : null;
                if (r.GetValue(json))
                {
                    Json(item, key, kept, stored, form);
                }
                else
                {
                    Show(runtime, item, key, kept, stored, form, isRead: r.GetValue(decode) is not null);
                }
            }
            catch (KeyNotFoundException e)
            {
                throw new DeskException(e.Message, e);
            }
            catch (ScaleEncodeException e)
            {
                throw new DeskException(e.Message, e);
            }
            catch (ScaleException e)
            {
                throw new DeskException($"{(r.GetValue(value) is null ? "--decode" : "--decode or --value")}: {e.Message}", e);
            }
        });
        return command;
    }

    private static System.Text.Json.JsonElement Part(string text, int index) =>
        text is ['{' or '[' or '"' or '-' or (>= '0' and <= '9'), ..] && !text.StartsWith("0x", StringComparison.Ordinal) && !LooksLikeAnAddress(text)
            ? ChainInput.Json($"keys[{index}]", text)
            : System.Text.Json.JsonSerializer.SerializeToElement(text);

    private static bool LooksLikeAnAddress(string text) => text.Length >= 40 && text.All(char.IsAsciiLetterOrDigit);

    private static void Json(StorageItem item, byte[] key, IReadOnlyList<ScaleValue?> kept, ScaleValue? stored, JsonForm form) => ChainOutput.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("pallet", item.Pallet);
        writer.WriteString("entry", item.Entry.Name);
        writer.WriteString("prefix", Hex.Encode(item.Prefix));
        writer.WriteString("key", Hex.Encode(key));
        writer.WriteStartArray("hashers");
        foreach (var hasher in item.Entry.Hashers)
        {
            writer.WriteStringValue(hasher.ToString());
        }

        writer.WriteEndArray();
        writer.WriteStartArray("args");
        foreach (var part in kept)
        {
            if (part is { } readable)
            {
                readable.WriteJson(writer, form);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
        if (stored is { } found)
        {
            writer.WritePropertyName("decoded");
            found.WriteJson(writer, form);
        }

        writer.WriteEndObject();
    });

    private static void Show(Runtime runtime, StorageItem item, byte[] key, IReadOnlyList<ScaleValue?> kept, ScaleValue? stored, JsonForm form, bool isRead)
    {
        Screen notes = isRead ? new() : new(Console.Error);
        if (!isRead)
        {
            Console.WriteLine(Hex.Encode(key));
        }

        notes.Note($"{item}: {runtime.Metadata.Types.Describe(item.Entry.Value)}, {item.Entry.Modifier.ToString().ToLowerInvariant()}");
        for (var i = 0; i < kept.Count; i++)
        {
            notes.Line($"key part {i + 1} ({item.Entry.Hashers[i]}): {(kept[i] is { } part ? ChainOutput.Brief(w => part.WriteJson(w, form)) : "only its hash is left")}");
        }

        if (stored is { } value)
        {
            notes.Line($"value: {ChainOutput.Brief(w => value.WriteJson(w, form))}");
        }
    }
}
