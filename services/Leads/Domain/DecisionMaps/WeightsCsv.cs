using System.Numerics;
using System.Text;

namespace CoretimeDesk.Leads.DecisionMaps;

/// <summary>One line of imported voting power.</summary>
/// <param name="Address">The account that votes.</param>
/// <param name="Weight">Its power.</param>
/// <param name="Label">What to call it; empty where the file does not say.</param>
public sealed record ImportedWeight(string Address, BigInteger Weight, string Label);

/// <summary>Reads voting power out of CSV (RFC 4180), all or nothing.</summary>
public static class WeightsCsv
{
    /// <summary>The longest file, in UTF-16 units.</summary>
    public const int LengthMax = 1024 * 1024;

    private const int WeightDigitsMax = 39;
    private const int FaultsMax = 20;

    /// <summary>The lines, and what is wrong with which: "line 3: …", at most twenty of them.</summary>
    public static (IReadOnlyList<ImportedWeight> Weights, IReadOnlyList<string> Faults) Read(string csv)
    {
        var (weights, faults, seen) = (new List<ImportedWeight>(), new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        var lines = Lines(csv.StartsWith('\uFEFF') ? csv[1..] : csv, faults);
        if (faults.Count > 0)
        {
            return ([], faults);
        }

        var header = lines.FirstOrDefault().Cells?.Select(c => c.Trim().ToLowerInvariant()).ToList() ?? [];
        var (address, weight, label) = (header.IndexOf("address"), header.IndexOf("weight"), header.IndexOf("label"));
        if (address < 0 || weight < 0)
        {
            return ([], ["line 1: must name the columns, among them address and weight."]);
        }

        if (header.Distinct().Count() != header.Count)
        {
            return ([], ["line 1: names a column twice."]);
        }

        foreach (var (number, cells) in lines.Skip(1))
        {
            var fault = cells.Count != header.Count ? $"has {cells.Count} cells, the first line has {header.Count}."
                : Problem(cells[address].Trim(), cells[weight].Trim(), label < 0 ? "" : cells[label].Trim())
                    ?? (seen.Add(cells[address].Trim()) ? null : $"gives {cells[address].Trim()} a second weight.");
            if (fault is null)
            {
                weights.Add(new(cells[address].Trim(), BigInteger.Parse(cells[weight].Trim(), System.Globalization.CultureInfo.InvariantCulture), label < 0 ? "" : cells[label].Trim()));
            }
            else if (faults.Count < FaultsMax)
            {
                faults.Add($"line {number}: {fault}");
            }
        }

        if (weights.Count == 0 && faults.Count == 0)
        {
            faults.Add("line 2: is missing; give at least one address with its weight.");
        }

        return faults.Count > 0 ? ([], faults) : weights.Count > MemberForm.MembersMax ? ([], [$"line {MemberForm.MembersMax + 2}: is one too many; at most {MemberForm.MembersMax} addresses are imported."]) : (weights, []);
    }

    private static string? Problem(string address, string weight, string label) =>
        address.Length is 0 or > MemberForm.AddressLengthMax || !address.All(char.IsAsciiLetterOrDigit) ? $"has no address of 1 to {MemberForm.AddressLengthMax} letters and digits."
        : weight.Length is 0 or > WeightDigitsMax || !weight.All(char.IsAsciiDigit) ? $"has no weight that is a whole number of at most {WeightDigitsMax} digits, without separators."
        : label.Length > MemberForm.LabelLengthMax || label.Any(char.IsControl) ? $"has a label that is longer than {MemberForm.LabelLengthMax} characters or holds control characters."
        : null;

    private static List<(int Number, List<string> Cells)> Lines(string csv, List<string> faults)
    {
        var lines = new List<(int, List<string>)>();
        var (cells, cell, quoted, closed, number, begun) = (new List<string>(), new StringBuilder(), false, false, 1, 1);
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                    number += c == '\n' ? 1 : 0;
                }
                else if (i + 1 < csv.Length && csv[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    (quoted, closed) = (false, true);
                }
            }
            else if (c == '"' && cell.Length == 0 && !closed)
            {
                quoted = true;
            }
            else if (c == ',')
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndLine();
                begun = ++number;
            }
            else if (c != '\r' || (i + 1 < csv.Length && csv[i + 1] != '\n'))
            {
                if (closed || c == '"')
                {
                    faults.Add($"line {number}: has a quotation mark in the middle of a cell; put the whole cell between quotation marks and double those inside.");
                    return lines;
                }

                cell.Append(c);
            }
        }

        if (quoted)
        {
            faults.Add($"line {begun}: opens a quotation mark that nothing closes; the file may be cut off.");
        }

        EndLine();
        return lines;

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
            closed = false;
        }

        void EndLine()
        {
            if (cells.Count > 0 || cell.Length > 0 || closed)
            {
                EndCell();
                lines.Add((begun, cells));
                cells = [];
            }
        }
    }
}
