using CoretimeDesk.Hosting;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Grpc;

/// <summary>Whether an ask can be read; whether it makes sense is the domain's business.</summary>
internal static class AskChecks
{
    private const int ServicesMax = 200;

    public static Check Ask(this Check check, V1.QuoteAsk? ask)
    {
        check.Present("ask", ask);
        if (ask is null)
        {
            return check;
        }

        check.KnownEnum("ask.settlement", ask.Settlement)
            .OptionalText("ask.chain", ask.Chain, 100)
            .OptionalText("ask.token", ask.Token, 12)
            .OptionalText("ask.reason_code", ask.ReasonCode, 100)
            .OptionalText("ask.reason_note", ask.ReasonNote, Quotes.QuoteAsk.NoteMax)
            .Satisfies("ask.valid_days", ask.ValidDays <= 365, "is more than a year; the rules allow 30 days or so.");
        for (var i = 0; i < ask.Lines.Count; i++)
        {
            var field = $"ask.lines[{i}]";
            switch (ask.Lines[i].KindCase)
            {
                case V1.QuoteLine.KindOneofCase.Coretime:
                    var coretime = ask.Lines[i].Coretime;
                    check.Amount($"{field}.coretime.rebate_planck", coretime.RebatePlanck)
                        .Amount($"{field}.coretime.waived_planck", coretime.WaivedPlanck)
                        .OptionalText($"{field}.coretime.waived_services", coretime.WaivedServices, ServicesMax);
                    break;
                case V1.QuoteLine.KindOneofCase.OnDemand:
                    var onDemand = ask.Lines[i].OnDemand;
                    check.Amount($"{field}.on_demand.budget_planck", onDemand.BudgetPlanck)
                        .Amount($"{field}.on_demand.sponsored_planck", onDemand.SponsoredPlanck)
                        .Amount($"{field}.on_demand.rebate_planck", onDemand.RebatePlanck)
                        .Amount($"{field}.on_demand.waived_planck", onDemand.WaivedPlanck)
                        .OptionalText($"{field}.on_demand.waived_services", onDemand.WaivedServices, ServicesMax);
                    break;
                default:
                    check.Violation($"{field}.coretime", "is missing: a line is cores over periods, or an on-demand budget.");
                    break;
            }
        }

        return check;
    }

    private static Check Amount(this Check check, string field, string text) =>
        check.Satisfies(field, text.Length == 0 || Planck.TryParse(text, out _), "is no amount of planck: give decimal digits without sign, blanks or separators.");
}
