using System.CommandLine;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary><c>./desk chain price</c></summary>
internal static class PriceCommand
{
    public static Command Make()
    {
        var json = Work.SessionCommands.Json();
        // Read as text: what is wrong with a number is said here, with its option, and not by the parser.
        var endPrice = Number("--end-price", "PLANCK", "The price after the lead-in: end_price of Broker.SaleInfo.");
        var saleStart = Number("--sale-start", "BLOCK", "The relay block after which cores are sold: sale_start.");
        var leadin = Number("--leadin", "BLOCKS", "For how many relay blocks the price falls: leadin_length. With 0 it has fallen all the way.");
        var at = Number("--at", "BLOCK", "The relay block to tell the price for: the relay parent of the block that a purchase is in.");
        var token = new Option<string?>("--token") { Description = "Show amounts in tokens as well: DOT, KSM or PAS.", HelpName = "SYMBOL" };
        var command = new Command("price", "Work out what a core costs at a relay block, exactly as the chain does.") { endPrice, saleStart, leadin, at, token, json };
        command.SetAction(r =>
        {
            var curve = new LeadinCurve(
                new(Block(saleStart.Name, r.GetValue(saleStart)!)),
                Block(leadin.Name, r.GetValue(leadin)!),
                new(Amount(endPrice.Name, r.GetValue(endPrice)!)));
            var now = new RelayBlock(Block(at.Name, r.GetValue(at)!));
            var unit = Unit(token.Name, r.GetValue(token));
            if (!curve.TryPriceAt(now, out var price))
            {
                throw new DeskException($"{endPrice.Name}: at block {now} a core would cost {Decimal(curve.MultipleAt(now))} times {curve.EndPrice}, which is more than the 128 bits of a balance can hold.");
            }

            if (r.GetValue(json))
            {
                Console.WriteLine($$"""{"price": "{{price}}"}""");
            }
            else
            {
                Show(curve, now, price, unit);
            }
        });
        return command;
    }

    private static void Show(LeadinCurve curve, RelayBlock now, Planck price, Token? unit)
    {
        var phase = curve.PhaseAt(now);
        var screen = new Screen();
        var table = new Table().Border(TableBorder.Rounded).AddColumns($"at relay block {now}", "");
        table.AddRow("price", $"{price} planck");
        if (unit is not null)
        {
            table.AddRow("", Markup.Escape(unit.Format(price)));
        }

        table.AddRow("of the end price", $"{Decimal(curve.MultipleAt(now))} times{(unit is null ? "" : $" {Markup.Escape(unit.Format(curve.EndPrice))}")}");
        table.AddRow("phase", phase switch
        {
            SalePhase.Interlude => "before the sale: renewals only",
            SalePhase.Leadin => "lead-in: the price falls",
            _ => "fixed price, until the sale rotates",
        });
        table.AddRow("lead-in", curve.LeadinLength == 0 ? "none" : $"{curve.BlocksInto(now)} of {curve.LeadinLength} blocks, {curve.ProgressAt(now)}");
        screen.Table(table);
        if (phase == SalePhase.Interlude)
        {
            screen.Warn(curve.FirstPurchase is { } first
                ? $"Nobody can buy yet: a purchase fails with TooEarly up to block {curve.SaleStart}, and works from block {first} on."
                : $"Nobody can buy: block {curve.SaleStart} is the last that a relay chain can have.");
        }
    }

    private static Option<string> Number(string name, string unit, string description) => new(name) { Description = description, HelpName = unit, Required = true };

    private static Token? Unit(string name, string? symbol) => symbol is null ? null
        : Token.TryFind(symbol, out var token) ? token
        : throw new DeskException($"{name}: '{symbol}' is none of {string.Join(", ", Token.Known.Select(t => t.Symbol))}.");

    private static UInt128 Amount(string name, string text) => (UInt128)Number(name, text, "an amount of planck", (BigInteger)UInt128.MaxValue, 128);

    private static uint Block(string name, string text) => (uint)Number(name, text, "a number of blocks", uint.MaxValue, 32);

    private static BigInteger Number(string name, string text, string what, BigInteger max, int bits)
    {
        var shown = text.Length > 60 ? text[..60] + "…" : text;
        if (text is ['-', .. { Length: > 0 } digits] && digits.All(char.IsAsciiDigit))
        {
            throw new DeskException($"{name}: '{shown}' is negative; {what} is 0 or more.");
        }

        if (text.Length == 0 || !text.All(char.IsAsciiDigit))
        {
            throw new DeskException($"{name}: '{shown}' is no whole number; write {what} in digits, without separators.");
        }

        var significant = text.TrimStart('0');
        return significant.Length <= Planck.DigitsMax && BigInteger.Parse($"0{significant}", CultureInfo.InvariantCulture) is var value && value <= max
            ? value
            : throw new DeskException($"{name}: '{shown}' is more than {bits} bits can hold; {what} is at most {max}.");
    }

    // Without the zeros that a division leaves at its end.
    private static string Decimal(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
