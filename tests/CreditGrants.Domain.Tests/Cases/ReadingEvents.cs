using System.Text;
using System.Text.Json;
using CoretimeDesk.CreditGrants.Cases;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Tests.Cases;

public class ReadingEvents
{
    private const string Award = """ "id": "e", "event": "award", "at": "2026-01-01T00:00:00Z", "grant": "g", "cluster": "c", "tier": "launch", "tranches": ["5"], "half_periods": 2, "expires_at": "2027-01-01T00:00:00Z" """;

    [Theory]
    [InlineData("id", """ "event": "tick", "at": "2026-01-01T00:00:00Z" """)]
    [InlineData("id", """ "id": "", "event": "tick", "at": "2026-01-01T00:00:00Z" """)]
    [InlineData("id", """ "id": 5, "event": "mint" """)]
    [InlineData("event", """ "id": "e", "event": "mint", "at": "no" """)]
    [InlineData("event", """ "id": "e", "event": "Tick", "at": "2026-01-01T00:00:00Z" """)]
    [InlineData("event", """ "id": "e", "at": "2026-01-01T00:00:00Z" """)]
    [InlineData("at", """ "id": "e", "event": "tick" """)]
    [InlineData("at", """ "id": "e", "event": "tick", "at": "2026-01-01" """)]
    [InlineData("at", """ "id": "e", "event": "tick", "at": "2026-01-01T00:00:00" """)]
    [InlineData("at", """ "id": "e", "event": "fund", "at": "yesterday", "planck": "0" """)]
    [InlineData("planck", """ "id": "e", "event": "fund", "at": "2026-01-01T00:00:00Z" """)]
    [InlineData("planck", """ "id": "e", "event": "fund", "at": "2026-01-01T00:00:00Z", "planck": "0" """)]
    [InlineData("planck", """ "id": "e", "event": "fund", "at": "2026-01-01T00:00:00Z", "planck": 5 """)]
    [InlineData("planck", """ "id": "e", "event": "withdraw", "at": "2026-01-01T00:00:00Z", "planck": "05" """)]
    [InlineData("planck", """ "id": "e", "event": "spend", "at": "2026-01-01T00:00:00Z", "planck": "+5" """)]
    [InlineData("planck", """ "id": "e", "event": "spend", "at": "2026-01-01T00:00:00Z", "planck": "5\u0000" """)]
    [InlineData("planck", """ "id": "e", "event": "use", "at": "2026-01-01T00:00:00Z", "planck": "1e5" """)]
    [InlineData("planck", """ "id": "e", "event": "refund", "at": "2026-01-01T00:00:00Z", "planck": "340282366920938463463374607431768211456" """)]
    [InlineData("of", """ "id": "e", "event": "refund", "at": "2026-01-01T00:00:00Z", "planck": "5" """)]
    [InlineData("of", """ "id": "e", "event": "refund", "at": "2026-01-01T00:00:00Z", "planck": "5", "of": 7 """)]
    public void The_first_field_that_cannot_be_read_is_named_and_nothing_changes(string field, string members) => AssertRefused(field, $"{{{members}}}");

    [Theory]
    [InlineData("grant", "\"g\"", "null")]
    [InlineData("grant", "\"g\"", "\"\"")]
    [InlineData("cluster", "\"c\"", "7")]
    [InlineData("tier", "\"launch\"", "\"Launch\"")]
    [InlineData("tranches", "[\"5\"]", "[]")]
    [InlineData("tranches", "[\"5\"]", "\"5\"")]
    [InlineData("tranches", "[\"5\"]", "[\"5\", \"0\"]")]
    [InlineData("tranches", "[\"5\"]", "[5]")]
    [InlineData("half_periods", ": 2", ": 0")]
    [InlineData("half_periods", ": 2", ": -1")]
    [InlineData("half_periods", ": 2", ": 2.0")]
    [InlineData("half_periods", ": 2", ": \"2\"")]
    [InlineData("expires_at", "\"2027-01-01T00:00:00Z\"", "\"2027-02-30T00:00:00Z\"")]
    public void A_bad_field_of_an_award_is_named_and_nothing_is_reserved(string field, string good, string bad) => AssertRefused(field, $"{{{Award.Replace(good, bad, StringComparison.Ordinal)}}}");

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999")]
    public void An_award_beyond_every_number_is_beyond_the_cap(string halfPeriods) =>
        Assert.Equal([Reasons.ClusterCap], Apply(Budget.New(BudgetTerms.Default), $"{{{Award.Replace(": 2", $": {halfPeriods}", StringComparison.Ordinal)}}}").Reasons);

    [Theory]
    [InlineData("""{"id": "e", "event": "spend", "at": "2026-01-01T00:00:00Z", "planck": "5"}""")]
    [InlineData("""{"id": "e", "event": "spend", "at": "2026-01-01T00:00:00Z", "planck": "5", "grant": 7, "tranche": "x"}""")]
    [InlineData("""{"id": "e", "event": "use", "at": "2026-01-01T00:00:00Z", "planck": "5", "grant": "g", "tranche": 99999999999999999999}""")]
    public void A_chain_fact_that_names_nothing_is_foreign_and_never_refused(string json) => Assert.Contains(Reasons.Foreign, Apply(Budget.New(BudgetTerms.Default), json).Reasons);

    [Fact]
    public void The_same_event_written_otherwise_is_the_same_event()
    {
        var budget = Apply(Budget.New(BudgetTerms.Default), """{"id": "e", "event": "fund", "at": "2026-01-01T00:00:00Z", "planck": "5"}""").After;
        Assert.Equal(BudgetResult.Duplicate, Apply(budget, """{"planck": "5", "note": "again", "event": "fund", "id": "e", "at": "2026-01-01T01:00:00.000+01:00"}""").Result);
        foreach (var other in new[] { """{"id": "e", "event": "mint"}""", """{"id": "e", "event": "withdraw", "at": "2026-01-01T00:00:00Z", "planck": "5"}""", """{"id": "e", "event": "fund", "at": "2026-01-01T00:00:00.001Z", "planck": "5"}""", """{"id": "e", "event": "fund", "at": "2026-01-01T00:00:00Z", "planck": "0"}""" })
        {
            Assert.Equal([Reasons.IdConflict], Apply(budget, other).Reasons);
        }
    }

    [Fact]
    public void Every_truncation_of_a_case_is_no_case_and_throws_nothing()
    {
        var line = Encoding.UTF8.GetBytes("""{"case": "ü", "reserve_planck": "1", "codes": {"K": {"provider": "p"}}, "events": [{AWARD}]}""".Replace("AWARD", Award, StringComparison.Ordinal));
        Assert.NotNull(BudgetCaseReader.Read(line).Case);
        for (var length = 0; length < line.Length; length++)
        {
            Assert.Null(BudgetCaseReader.Read(line.AsMemory(0, length)).Case);
        }
    }

    [Theory]
    [InlineData("", "[]")]
    [InlineData("", "{\"case\": \"\\ud800\", \"events\": []}")]
    [InlineData("events", "{}")]
    [InlineData("events", "{\"events\": {}}")]
    [InlineData("reserve_planck", "{\"reserve_planck\": 5, \"events\": []}")]
    [InlineData("codes", "{\"codes\": [], \"events\": []}")]
    [InlineData("codes/K", "{\"codes\": {\"J\": {\"provider\": \"p\"}, \"K\": {}}, \"events\": []}")]
    [InlineData("codes/K", "{\"codes\": {\"K\": {\"provider\": \"p\", \"revoked\": \"no\"}}, \"events\": []}")]
    [InlineData("provider_budgets/p", "{\"provider_budgets\": {\"p\": \"-1\"}, \"events\": []}")]
    public void A_budget_whose_terms_cannot_be_read_is_not_run(string field, string line)
    {
        var reading = BudgetCaseReader.Read(Encoding.UTF8.GetBytes(line));
        Assert.Null(reading.Case);
        Assert.Equal(field, reading.InvalidField);
        Assert.NotEmpty(reading.Problem);
    }

    [Fact]
    public void An_id_that_is_none_is_shown_as_it_stands_in_the_file()
    {
        var line = """{"events": [{"id": "", "event": "tick"}, {"id": 5}, {"event": "fund"}, [], {"id": "\u00fc"}]}""";
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            StepJson.Write(writer, BudgetCaseReader.Read(Encoding.UTF8.GetBytes(line)).Case!);
        }

        using var answer = JsonDocument.Parse(stream.ToArray());
        var steps = answer.RootElement.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(["\"\"", "5", "null", "null", "\"\\u00fc\""], steps.Select(s => s.GetProperty("id").GetRawText()));
        Assert.Equal(["invalid:id", "invalid:id", "invalid:id", "invalid:id", "invalid:event"], steps.Select(s => s.GetProperty("reasons")[0].GetString()));
        Assert.Equal([true, false, false, false, false], steps.Select(s => s.TryGetProperty("closed", out _)));
    }

    [Fact]
    public void Every_reason_has_a_sentence()
    {
        var reasons = typeof(Reasons).GetFields().Select(f => (string)f.GetValue(null)!).Where(r => r != Reasons.Invalid).ToList();
        Assert.Equal(25, reasons.Count);
        Assert.All([.. reasons, "invalid:at"], r => Assert.EndsWith(".", ReasonWords.Sentence(r), StringComparison.Ordinal));
    }

    private static void AssertRefused(string field, string json)
    {
        var budget = Budget.New(BudgetTerms.Default);
        var step = Apply(budget, json);
        Assert.Equal((BudgetResult.Refused, $"invalid:{field}"), (step.Result, Assert.Single(step.Reasons)));
        Assert.Same(budget, step.After);
    }

    private static BudgetStep Apply(Budget budget, string json)
    {
        using var document = JsonDocument.Parse(json);
        return BudgetLedger.Apply(budget, EventReader.Read(document.RootElement).Reading);
    }
}
