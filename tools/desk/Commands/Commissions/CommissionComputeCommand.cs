using System.CommandLine;
using System.Globalization;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Quoting;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission compute</c></summary>
internal static class CommissionComputeCommand
{
    private static readonly string[] StatementColumns = ["month", "participant", "earned", "reversed", "clawed back", "recovered", "owed", "paid"];
    private static readonly string[] EventColumns = ["paid event", "owner", "plan", "base", "by rate", "commission", "overlay"];

    public static Command Make()
    {
        var (plan, facts, token, json) = (CommissionInput.Plan(), CommissionInput.Facts(), RuleInput.Token(), SessionCommands.Json());
        var command = new Command("compute", "Work out all commissions of a file of facts. With --json: the whole ledger, with every line. Exit code 2 when plans or facts cannot be read.") { plan, facts, token, json };
        command.SetAction(r =>
        {
            var asJson = r.GetValue(json);
            var unit = RuleInput.TokenOf(r.GetValue(token));
            if (CommissionInput.Compute(r.GetValue(plan)!, r.GetValue(facts)!, asJson) is not { } computed)
            {
                return CommissionCommand.Unreadable;
            }

            if (asJson)
            {
                ChainOutput.Json(writer => LedgerJson.Write(writer, computed.Ledger));
            }
            else
            {
                Show(computed.Ledger, unit);
            }

            return 0;
        });
        return command;
    }

    private static void Show(CommissionLedger ledger, Token? token)
    {
        var screen = new Screen();
        Answer.Rows(screen, ledger.Events, "No payment earns a commission.", "", EventColumns, e =>
        [
            e.Event, e.Owner, e.Plan, CommissionInput.Money(e.Base, token),
            string.Join(" + ", e.Pieces.Select(p => $"{CommissionInput.Money(p.Planck, token)} at {new BasisPoints(p.Bp)}")),
            CommissionInput.Money(e.Commission, token), CommissionInput.Money(e.Overlay, token),
        ]);
        foreach (var x in ledger.Excluded)
        {
            screen.Line($"{x.Event} earns nothing: {x.Reason.Sentence()} ({x.Reason.Word()}).");
        }

        Answer.Rows(screen, ledger.Statements, "There are no statements.", "", StatementColumns, s =>
        [
            s.Month.ToString(), s.Participant, CommissionInput.Money(s.Earned, token), CommissionInput.Money(s.Reversed, token), CommissionInput.Money(s.ClawedBack, token),
            CommissionInput.Money(s.Recovered, token), CommissionInput.Money(s.Owed, token), CommissionInput.Money(s.Net, token),
        ]);
        screen.Note($"{Count(ledger.Lines.Length, "line")}, {Count(ledger.Duplicates, "repeated fact")}, {Count(ledger.Waiting.Length, "fact")} waiting for a payment. './desk commission explain' says how a line came about.");
    }

    private static string Count(int number, string noun) => $"{number.ToString(CultureInfo.InvariantCulture)} {noun}{(number == 1 ? "" : "s")}";
}
