using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain encode-call</c></summary>
internal static class EncodeCallCommand
{
    public static Command Make()
    {
        var (metadata, prefix, json) = (ChainInput.Metadata(), ChainInput.Prefix(), Work.SessionCommands.Json());
        var pallet = new Argument<string>("pallet") { Description = "The pallet, such as Broker." };
        var call = new Argument<string>("call") { Description = "Its call, such as purchase." };
        var args = new Argument<string>("args") { Description = "The arguments as a JSON object: {\"price_limit\": \"5000000000000\"}. Amounts in planck; integers may be strings; accounts are addresses or 0x hex; calls within calls are {pallet, call, args}.", DefaultValueFactory = _ => "{}" };
        var endpoint = new Option<string?>("--endpoint") { Description = "A node of the chain (wss://…): prints a link as well that opens the call in a wallet.", HelpName = "URL" };
        var command = new Command("encode-call", "Encode a call: unsigned, for a wallet, a proxy or a multisig. Nothing is sent.") { pallet, call, args, metadata, endpoint, prefix, json };
        command.SetAction(r =>
        {
            var runtime = ChainInput.RuntimeOf(r.GetValue(metadata)!);
            byte[] bytes;
            try
            {
                bytes = runtime.Extrinsics.EncodeCall(r.GetValue(pallet)!, r.GetValue(call)!, ChainInput.Json("args", r.GetValue(args)!));
            }
            catch (ScaleEncodeException e)
            {
                throw new DeskException(e.Message, e);
            }

            var hash = new byte[32];
            Blake2b.Hash256(bytes, hash);
            var link = r.GetValue(endpoint) is { } node ? WalletLink.PolkadotJsApps(ChainInput.Node("--endpoint", node), bytes) : null;
            if (r.GetValue(json))
            {
                ChainOutput.Json(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("call", Hex.Encode(bytes));
                    writer.WriteString("callHash", Hex.Encode(hash));
                    if (link is not null)
                    {
                        writer.WriteString("link", link.AbsoluteUri);
                    }

                    writer.WriteEndObject();
                });
                return;
            }

            // The bytes stand alone on their line, so that they can be copied or piped; what else there is goes to standard error.
            Console.WriteLine(Hex.Encode(bytes));
            Screen notes = new(Console.Error);
            notes.Note($"{ChainOutput.Brief(writer => runtime.Extrinsics.DecodeCall(bytes).Value.WriteJson(writer, ChainInput.Form(runtime, r.GetValue(prefix))))}");
            notes.Note($"call hash {Hex.Encode(hash)} (what a multisig or a proxy announces)");
            if (link is not null)
            {
                notes.Note(link.AbsoluteUri);
            }
        });
        return command;
    }
}
