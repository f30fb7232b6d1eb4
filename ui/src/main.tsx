import { render } from 'preact';
import { App } from './app';
import { keepFocus } from './parts/focus';
import { show, theme } from './parts/theme';
import './style/base.css';
import './style/controls.css';
import './style/home.css';
import './style/task.css';
import './style/timeline.css';
import './style/content.css';
import './style/panels.css';
import './style/changes.css';

const root = document.getElementById('page');
show(theme());
keepFocus();
if (root) {
  render(<App />, root);
}
