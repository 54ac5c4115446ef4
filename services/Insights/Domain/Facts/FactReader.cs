namespace CoretimeDesk.Insights.Facts;

/// <summary>Reads one fact. Fields are asked for in the order in which faults are to be named: id, kind, the instants, then the others as described.</summary>
internal static class FactReader
{
    /// <summary>The fact; of use only when nothing was complained of. Null when even id or kind cannot be read.</summary>
    public static Fact? Read(FactLine line)
    {
        var (id, kind) = (line.Text("id", isShared: false), line.Text("kind"));
        if (line.Complaint is not null)
        {
            return null;
        }

        var (occurred, recorded) = (line.Instant("occurred_at"), line.Instant("recorded_at"));
        if (recorded < occurred)
        {
            line.Complain("recorded_at", "is before occurred_at; nobody records what has not happened");
        }

        return kind switch
        {
            "lead_created" => new LeadCreated(id, occurred, recorded, line.Text("lead"), line.Text("segment"), line.Text("tier"), line.OptionalText("rep"), line.OptionalText("team")),
            "lead_merged" => new LeadMerged(id, occurred, recorded, line.Text("lead"), line.Text("into")),
            "merge_reverted" => new MergeReverted(id, occurred, recorded, line.Text("merge")),
            "owner_changed" => new OwnerChanged(id, occurred, recorded, line.Text("lead"), line.OptionalText("rep"), line.OptionalText("team")),
            "qualified" => new Qualified(id, occurred, recorded, line.Text("lead")),
            "registered" => new Registered(id, occurred, recorded, line.Text("lead")),
            "released" => new Released(id, occurred, recorded, line.Text("lead")),
            "quoted" => new Quoted(id, occurred, recorded, line.Text("quote"), line.Text("lead"), line.Amount("list_planck"), line.Amount("concession_planck"), (Band)line.Word("band", FactWords.Bands)),
            "accepted" => new Accepted(id, occurred, recorded, line.Text("quote")),
            "lost" => new Lost(id, occurred, recorded, line.Text("lead"), line.Text("reason")),
            "purchase" => Purchase(id, occurred, recorded, line),
            "matched" => new Matched(id, occurred, recorded, line.Text("purchase"), line.Text("lead"), (MatchHow)line.Word("how", FactWords.MatchHows), line.Flag("third_party")),
            "payer_learnt" => new PayerLearnt(id, occurred, recorded, line.Text("purchase"), (Payer)line.Word("payer", FactWords.Payers), line.OptionalText("grant")),
            "match_reversed" => new MatchReversed(id, occurred, recorded, line.Text("match")),
            "grant_awarded" => new GrantAwarded(id, occurred, recorded, line.Text("grant"), line.Text("lead")),
            "tranche_opened" => new TrancheOpened(id, occurred, recorded, line.Text("grant"), line.Count("tranche"), line.Amount("planck")),
            "tranche_used" => new TrancheUsed(id, occurred, recorded, line.Text("grant"), line.Count("tranche"), line.Amount("planck")),
            "tranche_ended" => new TrancheEnded(id, occurred, recorded, line.Text("grant"), line.Count("tranche")),
            "approval_submitted" => new ApprovalSubmitted(id, occurred, recorded, line.Text("approval"), line.Count("sla_hours")),
            "approval_decided" => new ApprovalDecided(id, occurred, recorded, line.Text("approval")),
            "forecast_frozen" => new ForecastFrozen(id, occurred, recorded, line.Month("month"), line.Amount("planck")),
            "quota_given" => new QuotaGiven(id, occurred, recorded, line.Month("month"), line.Text("rep"), line.OptionalText("team"), line.Amount("planck")),
            "base_earned" => new BaseEarned(id, occurred, recorded, line.Month("month"), line.Text("rep"), line.OptionalText("team"), line.Text("purchase"), line.Amount("planck")),
            "claim_paid" => new ClaimPaid(id, occurred, recorded, line.Text("claim"), line.Instant("due_at"), line.Amount("planck")),
            _ => new UnknownFact(id, kind, occurred, recorded),
        };
    }

    private static Purchase Purchase(string id, DateTimeOffset occurred, DateTimeOffset recorded, FactLine line) => new(
        id,
        occurred,
        recorded,
        (PurchaseHow)line.Word("how", FactWords.Hows),
        (Payer)line.Word("payer", FactWords.Payers),
        line.Amount("planck"),
        line.Count("timeslice_bits"),
        line.Count("sale"),
        line.OptionalInstant("ends_at"),
        line.OptionalText("renews"),
        line.OptionalText("grant"));
}
