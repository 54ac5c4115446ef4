using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Substrate;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain ss58</c></summary>
internal static class Ss58Command
{
    private static readonly (ushort Prefix, string Network)[] Networks = [(0, "Polkadot and its system chains"), (2, "Kusama and its system chains"), (42, "generic, Paseo, Westend")];

    public static Command Make()
    {
        var json = Work.SessionCommands.Json();
        var account = new Argument<string?>("account") { Description = "An address of any network, or 32 bytes as 0x hex.", HelpName = "ADDRESS|HEX", Arity = ArgumentArity.ZeroOrOne };
        var prefix = new Option<ushort?>("--prefix") { Description = "Write the address for this network as well." };
        var para = new Option<uint?>("--para") { Description = "Instead of an account: the accounts that a parachain has on the relay chain and on its sister chains.", HelpName = "ID" };
        var command = new Command("ss58", "Read an address, and write it for other networks. Compare accounts by their bytes, never by their addresses.") { account, prefix, para, json };
        command.SetAction(r =>
        {
            var accounts = (r.GetValue(account), r.GetValue(para)) switch
            {
                ({ } text, null) => new (string What, AccountId32 Id, ushort? Prefix)[] { Read(text) },
                (null, { } id) => [("on the relay chain", SovereignAccounts.Child(id), null), ("on a sister chain", SovereignAccounts.Sibling(id), null)],
                _ => throw new DeskException("account: give an address, 32 bytes of hex, or --para with a parachain's id."),
            };
            var wanted = Networks.Where(n => n.Prefix != r.GetValue(prefix)).ToList();
            if (r.GetValue(prefix) is { } more)
            {
                wanted.Insert(0, (more, Networks.FirstOrDefault(n => n.Prefix == more).Network ?? "as asked for"));
            }

            if (r.GetValue(json))
            {
                Json(accounts, wanted);
            }
            else
            {
                Show(accounts, wanted, new());
            }
        });
        return command;
    }

    private static (string What, AccountId32 Id, ushort? Prefix) Read(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return AccountId32.TryParse(text, null, out var id) ? ("", id, null) : throw new DeskException($"account: '{text}' is not 32 bytes of hex.");
        }

        try
        {
            var address = Ss58.Decode(text);
            return address.Id.Length == AccountId32.Size
                ? ("", AccountId32.FromBytes(address.Id), address.Prefix)
                : throw new DeskException($"account: '{text}' holds {address.Id.Length} bytes; an account has 32.");
        }
        catch (FormatException e)
        {
            throw new DeskException($"account: '{text}' is no address: {e.Message}", e);
        }
    }

    private static string? Meaning(AccountId32 id) => SovereignAccounts.TryParaOf(id, out var para, out var isSibling)
        ? $"parachain {para}, as seen by {(isSibling ? "a sister chain" : "the relay chain")}"
        : id.ToArray() is [(byte)'m', (byte)'o', (byte)'d', (byte)'l', .. var rest] ? $"pallet {System.Text.Encoding.ASCII.GetString(rest.AsSpan(0, 8)).Trim('\0')}" : null;

    private static void Json((string What, AccountId32 Id, ushort? Prefix)[] accounts, List<(ushort Prefix, string Network)> networks) => ChainOutput.Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var (_, id, prefix) in accounts)
        {
            writer.WriteStartObject();
            writer.WriteString("hex", id.ToString());
            if (prefix is { } given)
            {
                writer.WriteNumber("prefix", given);
            }

            if (Meaning(id) is { } meaning)
            {
                writer.WriteString("meaning", meaning);
            }

            writer.WriteStartObject("addresses");
            foreach (var network in networks)
            {
                writer.WriteString($"{network.Prefix}", id.ToSs58(network.Prefix));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void Show((string What, AccountId32 Id, ushort? Prefix)[] accounts, List<(ushort Prefix, string Network)> networks, Screen screen)
    {
        foreach (var (what, id, prefix) in accounts)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns(what.Length > 0 ? what : "account", "");
            table.AddRow("32 bytes", id.ToString());
            if (Meaning(id) is { } meaning)
            {
                table.AddRow("belongs to", Markup.Escape(meaning));
            }

            foreach (var network in networks)
            {
                table.AddRow(Markup.Escape($"prefix {network.Prefix} ({network.Network}){(network.Prefix == prefix ? ", as given" : "")}"), id.ToSs58(network.Prefix));
            }

            screen.Table(table);
        }
    }
}
