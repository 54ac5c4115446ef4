using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Quoting.Data.Migrations
{
    /// <inheritdoc />
    public partial class FiatRates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "fiat_rates",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    units = table.Column<decimal>(type: "numeric(20,0)", nullable: false),
                    scale = table.Column<int>(type: "integer", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    recorded_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fiat_rates", x => x.id);
                    table.CheckConstraint("fiat_rates_more_than_zero", "units > 0 and scale between 0 and 12");
                },
                comment: "What tokens were worth in other currencies. A row is written once; a newer one supersedes it. No price follows from any of it.");

            migrationBuilder.CreateIndex(
                name: "fiat_rates_newest",
                schema: "quoting",
                table: "fiat_rates",
                columns: new[] { "network", "currency", "as_of", "recorded_at" });
            migrationBuilder.Sql(FiatRatesGuard.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(FiatRatesGuard.Drop);
            migrationBuilder.DropTable(
                name: "fiat_rates",
                schema: "quoting");
        }
    }
}
