using System.Collections.Immutable;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;

namespace CoretimeDesk.Insights.Explaining;

/// <summary>What one figure is made of: enough to work it out again by hand.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Month">The month.</param>
/// <param name="Group">Of this group only; null for all.</param>
/// <param name="AsOf">Facts that were recorded later do not exist.</param>
/// <param name="Formula">The formula, in words.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Parts">What it is put together from.</param>
public sealed record Explanation(Metric Metric, Month Month, Group? Group, DateTimeOffset AsOf, string Formula, Figure Figure, ImmutableArray<ExplainedPart> Parts);

/// <summary>A part of a formula: the numerator, the denominator, or another that the formula names.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">What is in it, in words.</param>
/// <param name="Value">How much it is, with its unit: "4 leads", "120 planck".</param>
/// <param name="Items">What is in it, one by one.</param>
public sealed record ExplainedPart(string Name, string Words, string Value, ImmutableArray<ExplainedItem> Items);

/// <summary>One thing that counts.</summary>
/// <param name="Subject">What: the lead, purchase, quote or other that it is about.</param>
/// <param name="Amount">What it adds, with its unit.</param>
/// <param name="Facts">The facts that say so.</param>
public sealed record ExplainedItem(string Subject, string Amount, ImmutableArray<FactUse> Facts);

/// <summary>A fact and what it says here.</summary>
/// <param name="Says">"created", "won", "matched" and so on.</param>
/// <param name="Fact">The fact.</param>
public sealed record FactUse(string Says, Fact Fact);

/// <summary>A group of figures.</summary>
/// <param name="By">What is grouped by.</param>
/// <param name="Name">Its name; <see cref="GroupWords.None"/> for what has none.</param>
public sealed record Group(GroupBy By, string Name);
