using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain decode-call</c></summary>
internal static class DecodeCallCommand
{
    private sealed record Decoded(Extrinsic? Extrinsic, CallView Call);

    public static Command Make()
    {
        var (metadata, prefix, json) = (ChainInput.Metadata(), ChainInput.Prefix(), Work.SessionCommands.Json());
        var given = new Argument<string?>("call") { Description = "A call or a whole extrinsic: hex with 0x, a file with it (raw, lines of hex, or JSON with 'extrinsics'), or - for standard input.", HelpName = "HEX|FILE", Arity = ArgumentArity.ZeroOrOne };
        var option = new Option<string?>("--call", "-c") { Description = "The same, as an option.", HelpName = "HEX|FILE" };
        var command = new Command("decode-call", "Decode calls, or whole extrinsics with their length in front, down to the calls nested in batch, proxy and multisig.") { given, metadata, option, prefix, json };
        command.SetAction(r =>
        {
            var runtime = ChainInput.RuntimeOf(r.GetValue(metadata)!);
            var form = ChainInput.Form(runtime, r.GetValue(prefix));
            var source = r.GetValue(given) ?? r.GetValue(option) ?? throw new DeskException("call: give a call or an extrinsic, as hex with 0x or as a file.");
            var all = ChainInput.Bytes("call", source, "extrinsics", "call", "method", "result").Select(bytes => Decode(runtime, bytes)).ToList();
            if (r.GetValue(json))
            {
                Json(all, form);
            }
            else
            {
                Show(all, form, new());
            }
        });
        return command;
    }

    /// <summary>An extrinsic says its own length; whatever does not is a call.</summary>
    private static Decoded Decode(Runtime runtime, byte[] bytes)
    {
        try
        {
            if (!IsExtrinsic(bytes))
            {
                return new(null, runtime.Extrinsics.DecodeCall(bytes));
            }

            var extrinsic = runtime.Extrinsics.Decode(bytes);
            return new(extrinsic, extrinsic.Call);
        }
        catch (ScaleException e)
        {
            throw new DeskException($"call: {e.Message}. Is it of the runtime of this metadata?", e);
        }
    }

    private static bool IsExtrinsic(byte[] bytes)
    {
        try
        {
            var reader = new ScaleReader(bytes);
            return reader.ReadCompactUInt32() == (uint)reader.Remaining && reader.Remaining > 2 && (reader.ReadByte() & 0x3f) is 4 or 5;
        }
        catch (ScaleException)
        {
            return false;
        }
    }

    private static void Json(List<Decoded> all, JsonForm form) => ChainOutput.Json(writer =>
    {
        writer.WriteStartArray();
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Extrinsic is { } extrinsic)
            {
                extrinsic.WriteJson(writer, i, form);
            }
            else
            {
                all[i].Call.Value.WriteJson(writer, form);
            }
        }

        writer.WriteEndArray();
    });

    private static void Show(List<Decoded> all, JsonForm form, Screen screen)
    {
        foreach (var (extrinsic, call) in all)
        {
            if (extrinsic is not null)
            {
                screen.Note($"extrinsic {extrinsic.Hash}, format {extrinsic.Version}, {extrinsic.Kind.ToString().ToLowerInvariant()}");
                if (extrinsic.Kind == ExtrinsicKind.Signed)
                {
                    screen.Line($"signer {extrinsic.Signer?.ToSs58(form.Ss58Prefix) ?? extrinsic.Address.ToJson(form)}, nonce {extrinsic.Nonce}, tip {extrinsic.Tip} planck, {Validity(extrinsic.Era)}");
                }
            }

            Tree(call, form, screen, "");
        }
    }

    private static string Validity(Era? era) => era is not { } known ? "no era" : known.IsImmortal ? "valid for ever" : $"valid for {known.Period} blocks from phase {known.Phase}";

    private static void Tree(CallView call, JsonForm form, Screen screen, string indent)
    {
        screen.Line($"{indent}{call.Pallet}.{call.Name}");
        for (var i = 0; i < call.Args.Count; i++)
        {
            var argument = call.Args[i];
            var nested = CallsOf(argument);
            screen.Line($"{indent}  {call.ArgumentNames[i]}: {(nested.Count > 0 ? "" : ChainOutput.Brief(writer => argument.WriteJson(writer, form)))}");
            nested.ForEach(inner => Tree(inner, form, screen, indent + "    "));
        }
    }

    /// <summary>The calls that an argument consists of: itself, or all items of a list.</summary>
    private static List<CallView> CallsOf(ScaleValue value) =>
        value.Kind == ScaleKind.Call ? [new(value)]
        : value.Kind == ScaleKind.List && value.Count > 0 && value[0].Kind == ScaleKind.Call ? [.. value.Items.ToArray().Select(item => new CallView(item))]
        : [];
}
