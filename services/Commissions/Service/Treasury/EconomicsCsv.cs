using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Csv;
using Google.Protobuf;

namespace CoretimeDesk.Commissions.Treasury;

/// <summary>The report for spreadsheets: a row for each number, which says what it is of and in which unit.</summary>
internal static class EconomicsCsv
{
    private const string Planck = "planck";

    /// <summary>The file.</summary>
    public static ExportEconomicsResponse Of(Economics economics, bool withNames)
    {
        var words = new EconomicsWords(economics, withNames);
        using var table = new CsvTable("section", "subject", "number", "value", "unit", "token");
        void Row(string section, string subject, string number, string value, string unit) => table.Add(section, subject, number, value, unit, economics.Token);
        Row("report", words.Months, "as_of", Instants.Format(economics.AsOf.ToDateTimeOffset()), "UTC");
        if (economics.Today is { } today)
        {
            Row("today", today.Chain, "price_of_a_core_period", today.Planck, Planck);
            Row("today", today.Chain, "renewal_bump", $"{today.RenewalBump}", "parts per billion");
            Row("today", today.Chain, "block", today.BlockHash, "hash");
        }

        foreach (var plan in economics.Plans)
        {
            Row("plan", plan.PlanId, "rate", $"{plan.FlatBp}", "basis points");
            if (plan.CoreYear is { } year)
            {
                foreach (var (name, value) in new[] { ("revenue", year.RevenuePlanck), ("commission", year.CommissionPlanck), ("overlay", year.OverlayPlanck), ("lowest", year.LowestPlanck), ("highest", year.HighestPlanck) })
                {
                    Row("plan", plan.PlanId, $"core_year_{name}", value, Planck);
                }
            }

            Sold("plan", plan.PlanId, plan.Sold);
        }

        foreach (var seller in economics.Sellers)
        {
            var who = words.Seller(seller.ParticipantId);
            Sold("seller", who, seller.Owned);
            foreach (var (name, value) in new[] { ("own_accrued", seller.AccruedPlanck), ("own_earned", seller.EarnedPlanck), ("own_paid_out", seller.PaidOutPlanck), ("own_core_year_today", seller.CoreYearPlanck) })
            {
                Row("seller", who, name, value, Planck);
            }
        }

        Sold("total", "all", economics.Total);
        foreach (var payment in economics.Payments)
        {
            Row("payment", payment.Payment, "at", Instants.Format(payment.At.ToDateTimeOffset()), "UTC");
            Row("payment", payment.Payment, "block", payment.Block, "");
            Row("payment", payment.Payment, "seller", words.Seller(payment.OwnerId), "");
            Row("payment", payment.Payment, "plan", payment.PlanId, "");
            Row("payment", payment.Payment, "base", payment.BasePlanck, Planck);
            Row("payment", payment.Payment, "core_timeslices", payment.CoreTimeslices, "timeslices");
            Row("payment", payment.Payment, "accrued", payment.AccruedPlanck, Planck);
        }

        return new() { FileName = $"{words.FileName}.csv", MediaType = "text/csv; charset=utf-8", Content = ByteString.CopyFromUtf8(table.ToString()) };

        void Sold(string section, string subject, V1.Sold? sold)
        {
            if (sold is null)
            {
                return;
            }

            Row(section, subject, "payments", $"{sold.Payments}", "count");
            Row(section, subject, "base", sold.BasePlanck, Planck);
            Row(section, subject, "core_timeslices", sold.CoreTimeslices, "timeslices");
            Row(section, subject, "accrued", sold.AccruedPlanck, Planck);
            Row(section, subject, "earned", sold.EarnedPlanck, Planck);
            Row(section, subject, "share", sold.HasShareBp ? $"{sold.ShareBp}" : "", "basis points");
            Row(section, subject, "accrued_per_core_period", sold.PerCorePeriodPlanck, Planck);
        }
    }
}
