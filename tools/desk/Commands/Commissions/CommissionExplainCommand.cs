using System.CommandLine;
using System.Globalization;
using CoretimeDesk.Commissions.Explaining;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Quoting;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Commissions;

/// <summary><c>./desk commission explain</c></summary>
internal static class CommissionExplainCommand
{
    public static Command Make()
    {
        var (plan, facts, token, json) = (CommissionInput.Plan(), CommissionInput.Facts(), RuleInput.Token(), SessionCommands.Json());
        var number = new Option<int?>("--line") { Description = "Which line of the ledger, from 1, in the order of './desk commission compute --json'.", HelpName = "N" };
        var payment = new Option<string?>("--event") { Description = "All lines of this payment, or why it earns nothing.", HelpName = "ID" };
        var command = new Command("explain", "Say how a line came about: formula, numbers, plan, and the fact that caused it. Exit code 2 when plans or facts cannot be read.") { plan, facts, number, payment, token, json };
        command.SetAction(r =>
        {
            var (line, id, asJson) = (r.GetValue(number), r.GetValue(payment), r.GetValue(json));
            if (line is null == id is null)
            {
                throw new DeskException("--line: say what is to be explained with --line or with --event, and not with both.");
            }

            var unit = RuleInput.TokenOf(r.GetValue(token));
            if (CommissionInput.Compute(r.GetValue(plan)!, r.GetValue(facts)!, asJson) is not { } computed)
            {
                return CommissionCommand.Unreadable;
            }

            var (explainer, text) = (new LineExplainer(computed.Plans, computed.Facts.Facts, computed.Ledger), new ExplanationText(amount => CommissionInput.Money(amount, unit)));
            var count = computed.Ledger.Lines.Length;
            if (line is { } n && (n < 1 || n > count))
            {
                throw new DeskException($"--line: there is no line {n.ToString(CultureInfo.InvariantCulture)}; the ledger has {count.ToString(CultureInfo.InvariantCulture)}.");
            }

            var explanations = line is { } one ? [explainer.Explain(one)] : explainer.OfEvent(id!);
            var excluded = id is null ? null : explainer.WhyNot(id);
            if (id is not null && excluded is null && computed.Ledger.Events.All(e => e.Event != id))
            {
                throw new DeskException($"--event: no payment '{id}' is among the facts.");
            }

            if (asJson)
            {
                ChainOutput.Json(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("excluded", excluded is null ? null : CoretimeDesk.Commissions.Ledger.LedgerWords.Word(excluded.Reason));
                    writer.WriteStartArray("lines");
                    foreach (var x in explanations)
                    {
                        ExplanationJson.Write(writer, x, text.Of(x));
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
                return 0;
            }

            var screen = new Screen();
            foreach (var sentence in explanations.SelectMany(text.Of))
            {
                screen.Line(sentence);
            }

            if (excluded is not null)
            {
                screen.Line(ExplanationText.Of(excluded));
            }
            else if (explanations.Length == 0)
            {
                screen.Line($"Payment {id} is too small to earn a planck.");
            }

            return 0;
        });
        return command;
    }
}
