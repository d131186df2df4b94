// The portal's own elements. Plain scripts, no build: the pages are Vaadin's, these are what it does not have.
(() => {
  const root = document.documentElement;

  // Light or dark: the viewer's choice lives in the browser; without one the system's applies.
  const schemes = {
    apply(name) {
      root.style.colorScheme = name;
      root.setAttribute('theme', name);
      root.dispatchEvent(new CustomEvent('tessera-scheme'));
    },
    current() {
      return root.getAttribute('theme')?.includes('dark') ? 'dark' : 'light';
    },
    toggle() {
      const next = schemes.current() === 'dark' ? 'light' : 'dark';
      try {
        localStorage.setItem('tessera-scheme', next);
      } catch {
        // A browser that keeps nothing still switches for this visit.
      }
      schemes.apply(next);
    },
  };
  window.tessera = { schemes };

  // Puts the text of data-copy on the clipboard; without the clipboard's permission it selects the text instead.
  document.addEventListener('click', async (event) => {
    const button = event.composedPath().find((e) => e instanceof Element && e.hasAttribute('data-copy'));
    if (!button) return;
    const text = button.getAttribute('data-copy');
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement('textarea');
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }
    const label = button.textContent;
    if (!button.hasAttribute('data-copied')) return;
    button.setAttribute('aria-live', 'polite');
    if (button.dataset.label === undefined) button.dataset.label = label;
    button.textContent = button.getAttribute('data-copied');
    setTimeout(() => (button.textContent = button.dataset.label), 1600);
  });

  // Counts seconds down from when it was shown: the platform's clock and the browser's need not agree.
  class Countdown extends HTMLElement {
    static observedAttributes = ['seconds'];
    connectedCallback() {
      this.begin();
    }
    attributeChangedCallback() {
      if (this.isConnected) this.begin();
    }
    disconnectedCallback() {
      clearInterval(this.timer);
    }
    begin() {
      clearInterval(this.timer);
      this.ends = performance.now() + 1000 * Number(this.getAttribute('seconds') ?? 0);
      this.timer = setInterval(() => this.show(), 1000);
      this.show();
    }
    show() {
      const left = Math.max(0, Math.ceil((this.ends - performance.now()) / 1000));
      const two = (n) => String(n).padStart(2, '0');
      const hours = Math.floor(left / 3600);
      this.textContent = (hours ? `${hours}:` : '') + `${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
      this.toggleAttribute('urgent', left < 120);
      if (left === 0) {
        clearInterval(this.timer);
        if (!this.told) {
          this.told = true;
          this.dispatchEvent(new CustomEvent('countdown-over'));
        }
      }
    }
  }

  // A chart in the portal's colours. "data" is {kind, unit, categories, series: [{name, tone, values}], stacked}.
  class Chart extends HTMLElement {
    connectedCallback() {
      this.onScheme = () => this.render();
      root.addEventListener('tessera-scheme', this.onScheme);
      this.sizes = new ResizeObserver(() => this.chart?.resize());
      this.sizes.observe(this);
      this.render();
    }
    disconnectedCallback() {
      root.removeEventListener('tessera-scheme', this.onScheme);
      this.sizes.disconnect();
      this.chart?.dispose();
      this.chart = undefined;
    }
    set data(value) {
      this.content = typeof value === 'string' ? JSON.parse(value) : value;
      this.render();
    }
    get data() {
      return this.content;
    }
    colour(name) {
      // The canvas understands no light-dark(): let the browser work the colour out first.
      const probe = document.createElement('span');
      probe.style.color = `var(${name})`;
      this.append(probe);
      const colour = getComputedStyle(probe).color;
      probe.remove();
      const dot = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
      dot.fillStyle = colour;
      dot.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = dot.getImageData(0, 0, 1, 1).data;
      return `rgba(${r}, ${g}, ${b}, ${a / 255})`;
    }
    render() {
      if (!this.isConnected || !this.content || !window.echarts) return;
      this.chart ??= window.echarts.init(this, null, { renderer: 'canvas' });
      this.chart.setOption(this.option(), true);
    }
    option() {
      const { kind, unit, categories, series, stacked } = this.content;
      const text = this.colour('--vaadin-text-color-secondary');
      const line = this.colour('--vaadin-border-color-secondary');
      const surface = this.colour('--tessera-surface');
      const font = getComputedStyle(this).fontFamily;
      return {
        textStyle: { fontFamily: font },
        animationDuration: 250,
        grid: { left: 8, right: 16, top: series.length > 1 ? 64 : 40, bottom: 8, containLabel: true },
        legend: { show: series.length > 1, top: 0, left: 0, textStyle: { color: text }, icon: 'roundRect', itemWidth: 12, itemHeight: 12 },
        tooltip: {
          trigger: 'axis',
          backgroundColor: surface,
          borderColor: line,
          textStyle: { color: this.colour('--vaadin-text-color') },
          valueFormatter: (v) => (v === undefined || v === null ? '' : `${v} ${unit}`),
        },
        xAxis: { type: 'category', data: categories, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: text, hideOverlap: true } },
        yAxis: { type: 'value', name: unit, nameTextStyle: { color: text, align: 'left' }, axisLabel: { color: text }, splitLine: { lineStyle: { color: line } }, max: unit === '%' ? 100 : undefined },
        series: series.map((s) => ({
          name: s.name,
          type: kind,
          stack: stacked ? 'all' : undefined,
          data: s.values,
          barMaxWidth: 28,
          showSymbol: false,
          areaStyle: kind === 'line' ? { opacity: 0.15 } : undefined,
          itemStyle: { color: this.colour(`--tessera-${s.tone}`), borderRadius: kind === 'bar' ? 2 : 0 },
          lineStyle: { width: 2, color: this.colour(`--tessera-${s.tone}`) },
        })),
      };
    }
  }

  for (const [name, type] of [['tessera-countdown', Countdown], ['tessera-chart', Chart]]) {
    if (!customElements.get(name)) customElements.define(name, type);
  }
})();
