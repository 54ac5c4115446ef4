using System;
using System.Numerics;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class Sales : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "price_watches",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reached_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dropped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_watches", x => x.id);
                    table.CheckConstraint("price_watches_end_once", "reached_at is null or dropped_at is null");
                    table.ForeignKey(
                        name: "fk_price_watches_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Prices that customers wait for.");

            migrationBuilder.CreateTable(
                name: "renewables",
                schema: "leads",
                columns: table => new
                {
                    chain = table.Column<string>(type: "text", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    is_over = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_renewables", x => new { x.chain, x.core, x.begin });
                },
                comment: "Workloads that may be renewed, by the timeslice from which the renewal runs.");

            migrationBuilder.CreateTable(
                name: "sales",
                schema: "leads",
                columns: table => new
                {
                    chain = table.Column<string>(type: "text", nullable: false),
                    region_begin = table.Column<long>(type: "bigint", nullable: false),
                    cores_offered = table.Column<long>(type: "bigint", nullable: true),
                    end_price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    cores_sold = table.Column<long>(type: "bigint", nullable: false),
                    began_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    relay_block = table.Column<long>(type: "bigint", nullable: false),
                    sale_start = table.Column<long>(type: "bigint", nullable: false),
                    leadin_length = table.Column<long>(type: "bigint", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    told_nearly_gone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sales", x => new { x.chain, x.region_begin });
                },
                comment: "Sales of coretime, as far as published facts tell: for tasks that a sale's beginning or end asks for.");

            migrationBuilder.CreateIndex(
                name: "ix_price_watches_account_id_id",
                schema: "leads",
                table: "price_watches",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "price_watches_open",
                schema: "leads",
                table: "price_watches",
                column: "chain",
                filter: "reached_at is null and dropped_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_renewables_chain_begin",
                schema: "leads",
                table: "renewables",
                columns: new[] { "chain", "begin" });

            migrationBuilder.Sql(MergedAccountGuard.On("price_watches"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(MergedAccountGuard.Off("price_watches"));

            migrationBuilder.DropTable(
                name: "price_watches",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "renewables",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "sales",
                schema: "leads");
        }
    }
}
